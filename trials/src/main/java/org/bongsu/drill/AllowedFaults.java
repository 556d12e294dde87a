package org.bongsu.drill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which faults this machine allows, and why not the others. */
final class Means {
  /** Where libfaketime lies, as Debian and others install it. */
  private static final List<Path> CLOCKS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

  private final List<Fault> allowed = new ArrayList<>();
  private final Map<Fault, String> leftOut = new LinkedHashMap<>();

  private Means() {}

  /** Sorts faults by what this machine allows. */
  static Means of(List<Fault> wanted) throws InterruptedException {
    Means means = new Means();
    for (Fault fault : wanted) {
      missing(fault)
          .ifPresentOrElse(why -> means.leftOut.put(fault, why), () -> means.allowed.add(fault));
    }
    return means;
  }

  private static Optional<String> missing(Fault fault) throws InterruptedException {
    return switch (fault.needs()) {
      case NOTHING -> Optional.empty();
      case DISK ->
          "root".equals(System.getProperty("user.name"))
              ? Optional.empty()
              : Optional.of("mounting a small disk takes root");
      case CLOCK ->
          clock().isPresent()
              ? Optional.empty()
              : Optional.of("libfaketime is not installed (Debian: libfaketime)");
      case NETWORK -> {
        Optional<String> missing = Namespaces.missing();
        yield missing.isEmpty() && fault == Fault.SLOW_LINK && !Namespaces.canSlow()
            ? Optional.of("the kernel has no token bucket filter (tc tbf)")
            : missing;
      }
    };
  }

  /** A library that changes what a process takes for the time of day. */
  static Optional<Path> clock() {
    return CLOCKS.stream().filter(Files::exists).findFirst();
  }

  List<Fault> allowed() {
    return List.copyOf(allowed);
  }

  /** For each fault that is left out, why. */
  Map<Fault, String> leftOut() {
    return leftOut;
  }

  boolean needs(Fault.Needs what) {
    return allowed.stream().map(Fault::needs).anyMatch(what::equals);
  }
}
