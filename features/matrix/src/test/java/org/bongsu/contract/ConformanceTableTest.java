package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bongsu.contract.Coverage.Recorded;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/**
 * Compares the committed {@code docs/conformance.md} with what the other tests covered, both ways.
 * Runs after them in its own execution (features/matrix/pom.xml), in another JVM.
 *
 * <p>A partial run can't show what is lost or new, so nothing is compared then: the build skips
 * this execution under {@code -Dtest=...}, and other partial runs (groups, an IDE) are detected
 * because some test class did not run.
 */
class ConformanceTableTest {
  private static final Path TABLE = Path.of("..", "..", "docs", "conformance.md");

  @Test
  void theCommittedTableIsWhatTheTestsShow() throws IOException {
    List<Operation> operations = Specification.require().operations();
    Recorded recorded = Coverage.read(Coverage.FOLDER, Coverage.run()).withoutFakes();
    Set<String> left = notRun(recorded);
    Assumptions.assumeTrue(
        left.isEmpty(), () -> "skipped: only a part of the tests ran, these did not: " + left);
    Map<String, String> notOffered = ConformanceTable.notOffered();
    ConformanceTable committed =
        ConformanceTable.parse(Files.exists(TABLE) ? Files.readString(TABLE) : "");
    if (Boolean.getBoolean("conformance.write")) {
      ConformanceTable renewed = ConformanceTable.of(operations, notOffered, recorded, committed);
      Files.createDirectories(TABLE.getParent());
      Files.writeString(TABLE, renewed.text());
      committed = ConformanceTable.parse(renewed.text());
    }
    assertEquals(
        "",
        String.join("\n", committed.differences(operations, notOffered, recorded)),
        "docs/conformance.md differs from this run; if that is intended, write it again with"
            + " mvn -pl features/matrix -am test -Dconformance.write=true\n");
  }

  /** Test classes that should have run and didn't. */
  private static Set<String> notRun(Recorded recorded) throws IOException {
    Path classes = Path.of("target", "test-classes");
    Set<String> missing = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .map(f -> classes.relativize(f).toString())
          .filter(f -> f.endsWith("Test.class") && !f.contains("$"))
          .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !recorded.ran().contains(name) && shouldRun(name))
          .forEach(missing::add);
    }
    return missing;
  }

  private static boolean shouldRun(String name) {
    if (name.equals(ConformanceTableTest.class.getName())) {
      return false;
    }
    try {
      Class<?> type = Class.forName(name, false, ConformanceTableTest.class.getClassLoader());
      return !java.lang.reflect.Modifier.isAbstract(type.getModifiers())
          && !type.isAnnotationPresent(Disabled.class)
          && Stream.of(type.getDeclaredMethods()).anyMatch(m -> isTest(m));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ArchUnit's tests, for example, run in an engine that this package's extension doesn't see. */
  private static boolean isTest(java.lang.reflect.Method method) {
    return Stream.of(method.getAnnotations())
        .map(a -> a.annotationType().getPackageName())
        .anyMatch(p -> p.startsWith("org.junit.jupiter"));
  }
}
