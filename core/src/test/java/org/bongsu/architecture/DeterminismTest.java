package org.bongsu.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Code that runs inside {@code apply} must give the same bytes in every site and every replay. It
 * must not use anything that differs between runs: clocks, randomness, threads, network, files, the
 * order of hash tables, the machine's language and time zone.
 */
class DeterminismTest {
  private static final String[] APPLIED = {
    "org.bongsu.account..",
    "org.bongsu.accountdata..",
    "org.bongsu.alias..",
    "org.bongsu.apply..",
    "org.bongsu.command..",
    "org.bongsu.delayed..",
    "org.bongsu.event..",
    "org.bongsu.id..",
    "org.bongsu.json..",
    "org.bongsu.keys..",
    "org.bongsu.push..",
    "org.bongsu.room..",
    "org.bongsu.search..",
    "org.bongsu.shard..",
    "org.bongsu.store..",
    "org.bongsu.timer..",
    "org.bongsu.upload.."
  };

  /** Classes in these packages that are not run by {@code apply}, with the reasons. */
  private static final Map<String, String> DRIVERS =
      Map.of(
          "org.bongsu.shard.Shard", "the thread that gives batches to a state machine",
          "org.bongsu.shard.Shards", "opens files, and waits for submitted commands",
          "org.bongsu.shard.Received", "wakes requests that wait for deliveries",
          "org.bongsu.shard.Relay",
              "the thread that relays outboxes; what it relays becomes entries",
          "org.bongsu.shard.LevelActivation", "the thread that appends level switches",
          "org.bongsu.store.Readers", "threads that read for requests",
          "org.bongsu.store.Checkpointer", "the thread that checkpoints WALs");

  /** Classes that must not be used at all. */
  private static final Set<String> CLASSES =
      Set.of(
          "java.time.Clock",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.UUID",
          "java.util.Timer",
          "java.util.Date",
          "java.util.Calendar",
          "java.lang.Thread",
          "java.lang.ProcessBuilder",
          "java.io.File",
          "java.nio.file.Files");

  /** Packages that must not be used at all. */
  private static final Set<String> PACKAGES =
      Set.of("java.net", "java.net.http", "java.util.concurrent.locks", "java.nio.channels");

  /** Calls whose results differ between runs or machines. */
  private static final Set<String> CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.identityHashCode",
          "java.lang.Math.random",
          "java.lang.Object.wait",
          "java.lang.Runtime.availableProcessors",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.Collections.shuffle");

  private static final Set<String> WALKS =
      Set.of("entrySet", "keySet", "values", "forEach", "iterator", "stream", "removeIf");

  private static final DescribedPredicate<JavaClass> FORBIDDEN_CLASS =
      DescribedPredicate.describe(
          "differ from run to run",
          target ->
              CLASSES.contains(target.getName())
                  || PACKAGES.contains(target.getPackageName())
                  || target.getName().startsWith("java.security.SecureRandom")
                  || target.getSimpleName().endsWith("Executor")
                  || target.getSimpleName().endsWith("ExecutorService"));

  private static final DescribedPredicate<JavaClass> DRIVER =
      DescribedPredicate.describe("drive apply", DeterminismTest::isDriver);

  private static boolean isDriver(JavaClass one) {
    String name = one.getName();
    int nested = name.indexOf('$');
    return DRIVERS.containsKey(nested < 0 ? name : name.substring(0, nested));
  }

  @Test
  void everyExceptionIsNeeded() {
    Set<String> needed = new TreeSet<>();
    for (JavaClass one : LayersTest.CORE) {
      boolean uses =
          one.getDirectDependenciesFromSelf().stream()
              .anyMatch(dependency -> FORBIDDEN_CLASS.test(dependency.getTargetClass()));
      if (isDriver(one) && (uses || !calls(one, CALLS).isEmpty())) {
        needed.add(one.getName().replaceFirst("\\$.*", ""));
      }
    }
    assertEquals(new TreeSet<>(DRIVERS.keySet()), needed);
  }

  @Test
  void applyUsesNoClockRandomnessThreadNetworkOrFile() {
    noClasses()
        .that()
        .resideInAnyPackage(APPLIED)
        .and(DescribedPredicate.not(DRIVER))
        .should()
        .dependOnClassesThat(FORBIDDEN_CLASS)
        .check(LayersTest.CORE);
  }

  @Test
  void applyCallsNothingNondeterministic() {
    assertEquals(Set.of(), forbiddenCalls(LayersTest.CORE));
  }

  /** Reading a hash table by key is fine; its order is not deterministic. */
  @Test
  void applyDoesNotIterateOverHashTables() {
    assertEquals(Set.of(), iterationsOverHashTables(LayersTest.CORE));
  }

  @Test
  void theRulesDetectWhatTheyForbid() {
    JavaClasses bad = new ClassFileImporter().importClasses(Bad.class);
    Set<String> calls = new TreeSet<>();
    bad.forEach(one -> calls.addAll(calls(one, CALLS)));
    assertTrue(calls.toString().contains("System.nanoTime"), calls.toString());
    Set<String> walks = new TreeSet<>();
    bad.forEach(one -> walks.addAll(walks(one)));
    assertTrue(walks.toString().contains("HashMap.keySet"), walks.toString());
    assertTrue(walks.toString().contains("HashSet.iterator"), walks.toString());
    assertTrue(
        bad.get(Bad.class).getDirectDependenciesFromSelf().stream()
            .anyMatch(dependency -> FORBIDDEN_CLASS.test(dependency.getTargetClass())));
  }

  private static Set<String> forbiddenCalls(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    applied(classes).forEach(one -> found.addAll(calls(one, CALLS)));
    return found;
  }

  private static Set<String> iterationsOverHashTables(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    applied(classes).forEach(one -> found.addAll(walks(one)));
    return found;
  }

  private static Set<JavaClass> applied(JavaClasses classes) {
    Set<JavaClass> applied = new HashSet<>();
    for (JavaClass one : classes) {
      for (String name : APPLIED) {
        boolean inside = one.getPackageName().equals(name.substring(0, name.length() - 2));
        if (inside && !isDriver(one)) {
          applied.add(one);
        }
      }
    }
    return applied;
  }

  private static Set<String> calls(JavaClass one, Set<String> forbidden) {
    Set<String> found = new TreeSet<>();
    for (JavaAccess<?> access : one.getAccessesFromSelf()) {
      String call = access.getTargetOwner().getName() + "." + access.getTarget().getName();
      if (forbidden.contains(call)) {
        found.add(access.getDescription());
      }
    }
    return found;
  }

  /**
   * Finds iterations that the static type shows. Those behind an interface, or over {@code Set.of},
   * whose order changes with each start, must be found by the recorded log, which is replayed in
   * another JVM.
   */
  private static Set<String> walks(JavaClass one) {
    Set<String> found = new TreeSet<>();
    for (JavaAccess<?> access : one.getAccessesFromSelf()) {
      String owner = access.getTargetOwner().getName();
      boolean hash =
          owner.equals(HashMap.class.getName())
              || owner.equals(HashSet.class.getName())
              || owner.equals("java.util.IdentityHashMap");
      if (hash && WALKS.contains(access.getTarget().getName())) {
        found.add(access.getDescription());
      }
    }
    return found;
  }

  /** Violates the rules, to test them. */
  static final class Bad {
    private final HashMap<String, Random> map = new HashMap<>();
    private final HashSet<String> set = new HashSet<>();

    long differs() {
      long sum = System.nanoTime();
      for (String key : map.keySet()) {
        sum += key.length();
      }
      for (String key : set) {
        sum += key.length();
      }
      return sum + new Random().nextInt();
    }
  }
}
