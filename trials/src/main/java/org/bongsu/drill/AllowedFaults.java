package org.bongsu.drill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which faults this machine allows, and why not the others. */
final class AllowedFaults {
  /** Where Debian and others install libfaketime. */
  private static final List<Path> CLOCKS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

  private final List<Fault> kinds = new ArrayList<>();
  private final Map<Fault, String> leftOut = new LinkedHashMap<>();

  private AllowedFaults() {}

  /** Separates the faults that this machine allows from the others. */
  static AllowedFaults of(List<Fault> wanted) throws InterruptedException {
    AllowedFaults allowed = new AllowedFaults();
    for (Fault fault : wanted) {
      missing(fault)
          .ifPresentOrElse(why -> allowed.leftOut.put(fault, why), () -> allowed.kinds.add(fault));
    }
    return allowed;
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

  /** The library that fakes the time of day for a process. */
  static Optional<Path> clock() {
    return CLOCKS.stream().filter(Files::exists).findFirst();
  }

  List<Fault> kinds() {
    return List.copyOf(kinds);
  }

  /** The faults left out, with the reason. */
  Map<Fault, String> leftOut() {
    return leftOut;
  }

  boolean needs(Fault.Needs what) {
    return kinds.stream().map(Fault::needs).anyMatch(what::equals);
  }
}
