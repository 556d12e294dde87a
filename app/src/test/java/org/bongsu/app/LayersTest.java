package org.bongsu.app;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The import rule above the core (the core has a test of its own): each package may use the
 * packages named here, and all of the core. So a package can be read and tested with only what is
 * below it, and a feature can be added, changed or removed without looking at the others.
 */
class LayersTest {
  private static final String ROOT = "org.bongsu.";

  /** The packages of {@code core}; everything may use them. */
  private static final Set<String> CORE =
      Set.of(
          "account",
          "accountdata",
          "alias",
          "apply",
          "command",
          "delayed",
          "event",
          "id",
          "json",
          "keys",
          "log",
          "push",
          "reference",
          "room",
          "search",
          "shard",
          "store",
          "timer",
          "upload");

  /** What a feature may use; never another feature. */
  private static final Set<String> FOR_FEATURES =
      Set.of("http", "media", "cluster", "gateway", "settings", "unread", "effects", "node");

  private static final Set<String> FEATURES =
      Set.of("backup", "matrix", "reach", "status", "webclient");

  /** Programs that drive servers from outside, and what they share. */
  private static final Set<String> TRIALS =
      Set.of(
          "attack", "bench", "client", "crash", "drill", "fuzz", "korean", "launch", "report",
          "sim");

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("http", Set.of()),
          Map.entry("media", Set.of("http")),
          Map.entry("restic", Set.of()),
          // A node knows the Log interface only; the command line opens Kafka's log.
          Map.entry("kafka", Set.of()),
          Map.entry("cluster", Set.of("http", "media")),
          // The command gateway waits for the other sites.
          Map.entry("gateway", Set.of("cluster")),
          Map.entry("settings", Set.of()),
          Map.entry("unread", Set.of()),
          // Results of effects are applied through the gateway.
          Map.entry("effects", Set.of("gateway")),
          Map.entry("node", without(FOR_FEATURES, "node")),
          // Backups are repositories in restic's format.
          Map.entry("backup", with(FOR_FEATURES, "restic")),
          Map.entry("matrix", FOR_FEATURES),
          Map.entry("reach", FOR_FEATURES),
          Map.entry("status", FOR_FEATURES),
          Map.entry("webclient", FOR_FEATURES),
          // A watcher knows nothing of the server but its API.
          Map.entry("watch", Set.of("http")),
          // It sees of a deployment what sites answer.
          Map.entry("doctor", Set.of()),
          // The limit is the speed of the server's HTTP alone.
          Map.entry("limit", Set.of("http")),
          // The simulator drives the production SiteMachine.
          Map.entry("attack", without(TRIALS, "attack")),
          Map.entry("sim", with(without(TRIALS, "sim"), "cluster")),
          Map.entry("bench", with(without(TRIALS, "bench"), "limit")),
          Map.entry("client", without(TRIALS, "client")),
          Map.entry("crash", without(TRIALS, "crash")),
          Map.entry("drill", without(TRIALS, "drill")),
          // Fuzzing calls the production parsers directly, those of the Matrix API included.
          Map.entry("fuzz", Set.of("http", "media", "cluster", "node", "matrix")),
          Map.entry("korean", without(TRIALS, "korean")),
          Map.entry("launch", without(TRIALS, "launch")),
          Map.entry("report", without(TRIALS, "report")),
          Map.entry(
              "app",
              Stream.of(FOR_FEATURES, FEATURES, TRIALS, Set.of("kafka", "watch", "doctor"))
                  .flatMap(Set::stream)
                  .collect(Collectors.toSet())));

  private static JavaClasses classes;

  private static Set<String> without(Set<String> all, String one) {
    return all.stream().filter(name -> !name.equals(one)).collect(Collectors.toSet());
  }

  private static Set<String> with(Set<String> some, String one) {
    return Stream.concat(some.stream(), Stream.of(one)).collect(Collectors.toSet());
  }

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.bongsu");
  }

  @Test
  void importsPointDown() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass one : classes) {
      String from = packageOf(one);
      if (CORE.contains(from)) {
        continue;
      }
      Set<String> allowed = MAY_USE.get(from);
      if (allowed == null) {
        wrong.add("package " + from + " is not in the list of this test: add it");
        continue;
      }
      one.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(LayersTest::packageOf)
          .filter(to -> !to.equals(from) && !CORE.contains(to) && !allowed.contains(to))
          .forEach(to -> wrong.add(from + " uses " + to + ", in " + one.getName()));
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.bongsu.(*)..").should().beFreeOfCycles().check(classes);
  }

  /** Adding a feature touches one line of one class. */
  @Test
  void oneClassNamesFeatures() {
    Set<String> naming =
        classes.stream()
            .filter(one -> packageOf(one).equals("app"))
            .filter(one ->
                one.getDirectDependenciesFromSelf().stream()
                    .anyMatch(to -> to.getTargetClass().getSimpleName().endsWith("Feature")))
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    naming.removeIf(name -> name.equals("AllFeatures"));
    assertEquals(Set.of(), naming);
  }

  private static String packageOf(JavaClass one) {
    String rest = one.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
