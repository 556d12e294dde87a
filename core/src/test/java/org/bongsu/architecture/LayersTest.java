package org.bongsu.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * The import rule of ARCHITECTURE.md: imports point downwards. To understand a package, only the
 * packages below it need to be known; there are no cycles.
 */
class LayersTest {
  private static final String ROOT = "org.bongsu.";

  static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.bongsu");

  /** Each package of the core, and what of the core it may use, from the bottom up. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("id", Set.of()),
          Map.entry("json", Set.of()),
          Map.entry("event", Set.of("id", "json")),
          Map.entry("command", Set.of("id", "json", "event")),
          // Independent of what records and rows mean.
          Map.entry("log", Set.of()),
          Map.entry("store", Set.of()),
          Map.entry("apply", Set.of("id", "json", "command", "log", "store")),
          // Timers; subjects decide what happens when one fires.
          Map.entry("timer", Set.of("json", "command", "apply", "store")),
          // Which media content refers to.
          Map.entry("reference", Set.of("id", "json", "command", "apply", "store")),
          // Push rules about events; uses no tables of other packages.
          Map.entry("push", Set.of("id", "json", "event")),
          // Subjects are independent of each other, with the listed exceptions, so that each can be
          // understood, and its tables changed, alone.
          Map.entry("search", Set.of("id", "json", "event", "command", "apply", "store")),
          Map.entry(
              "room",
              Set.of("id", "json", "event", "command", "apply", "store", "search", "reference")),
          Map.entry("keys", Set.of("id", "json", "event", "command", "apply", "store")),
          // Deleting a device deletes its keys.
          Map.entry(
              "account",
              Set.of("id", "json", "event", "command", "apply", "store", "keys", "reference")),
          // Stored as account data, with its own rules.
          Map.entry(
              "accountdata",
              Set.of("id", "json", "event", "command", "apply", "store", "push", "account")),
          Map.entry("alias", Set.of("id", "json", "event", "command", "apply", "store")),
          // The deletion of an erased account's uploads is continued by a timer.
          Map.entry(
              "upload",
              Set.of("id", "json", "event", "command", "apply", "store", "timer", "reference")),
          // Sent like any event of the room when due.
          Map.entry(
              "delayed",
              Set.of("id", "json", "event", "command", "apply", "store", "timer", "room")));

  /** The top of the core: may use everything. */
  private static final Set<String> TOP = Set.of("shard");

  @Test
  void importsPointDownwards() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass one : CORE) {
      String from = packageOf(one);
      if (TOP.contains(from)) {
        continue;
      }
      Set<String> allowed = MAY_USE.get(from);
      if (allowed == null) {
        wrong.add("package " + from + " is not in the list of this test: give it its place");
        continue;
      }
      one.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(LayersTest::packageOf)
          .filter(to -> !to.equals(from) && !allowed.contains(to))
          .forEach(to -> wrong.add(from + " uses " + to + ", in " + one.getName()));
    }
    Assertions.assertEquals(Set.of(), wrong);
  }

  @Test
  void theCoreKnowsNoServer() {
    List<String> above =
        List.of("io.vertx..", "org.bongsu.http..", "org.bongsu.cluster..", "org.bongsu.node..");
    for (String server : above) {
      ArchRule rule =
          noClasses()
              .should()
              .dependOnClassesThat()
              .resideInAPackage(server)
              .because("the simulator and every site run the core without a server around it");
      rule.check(CORE);
    }
  }

  private static String packageOf(JavaClass one) {
    String rest = one.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
