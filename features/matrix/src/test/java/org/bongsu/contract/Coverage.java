package org.bongsu.contract;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Records which test exercised which operation in {@code target/conformance}, one file a JVM.
 *
 * <p>A line is {@code ran TAB test} or {@code covered TAB operation TAB status TAB test}. A file's
 * name begins with its run (one invocation of Maven), so that files of earlier runs are ignored.
 */
final class Coverage {
  static final Path FOLDER = Path.of("target", "conformance");

  private static final Coverage HERE = new Coverage(FOLDER, run());

  private final Path folder;
  private final String run;
  private final Set<String> written = new HashSet<>();

  Coverage(Path folder, String run) {
    this.folder = folder;
    this.run = run;
  }

  /**
   * The id of this invocation of Maven; the build passes the same to all executions of a module's
   * tests.
   */
  static String run() {
    return System.getProperty("conformance.run", "local").replaceAll("[^A-Za-z0-9]", "");
  }

  String name() {
    return run;
  }

  static void ran(String test) {
    HERE.write("ran\t" + test);
  }

  static void covered(Operation operation, int status) {
    String test = RunningTest.name();
    if (!test.isEmpty()) {
      HERE.record(operation.id(), status, test);
    }
  }

  void record(String operationId, int status, String test) {
    write("covered\t" + operationId + "\t" + status + "\t" + test);
  }

  synchronized void write(String line) {
    if (!written.add(line)) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(run + "-" + ProcessHandle.current().pid() + ".tsv");
      try (BufferedWriter writer =
          Files.newBufferedWriter(
              file,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)) {
        writer.write(line + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What one run recorded.
   *
   * @param ran test classes, and {@code class#method}
   * @param covered operation id to the tests that got a success from it
   */
  record Recorded(Set<String> ran, Map<String, Set<String>> covered) {
    /** Without the tests of this package, which use a server that isn't Bongsu. */
    Recorded withoutFakes() {
      Map<String, Set<String>> real = new TreeMap<>();
      String fakes = Coverage.class.getPackageName() + ".";
      covered.forEach((operation, tests) -> {
        Set<String> kept = new TreeSet<>(tests);
        kept.removeIf(test -> test.startsWith(fakes));
        real.put(operation, kept);
      });
      return new Recorded(ran, real);
    }

    Set<String> tests(String operationId) {
      return covered.getOrDefault(operationId, Set.of());
    }
  }

  static Recorded read(Path folder, String run) {
    Recorded result = new Recorded(new TreeSet<>(), new TreeMap<>());
    if (!Files.isDirectory(folder)) {
      return result;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith(run + "-")).toList()) {
        Files.readAllLines(file).forEach(line -> add(result, List.of(line.split("\t"))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  /** Only a success shows that an operation exists; a refusal could be 404 M_UNRECOGNIZED. */
  private static void add(Recorded result, List<String> line) {
    if (line.getFirst().equals("ran")) {
      result.ran().add(line.get(1));
    } else if (Integer.parseInt(line.get(2)) < 400) {
      result.covered().computeIfAbsent(line.get(1), k -> new TreeSet<>()).add(line.get(3));
    }
  }
}
