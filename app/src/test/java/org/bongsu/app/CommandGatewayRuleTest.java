package org.bongsu.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bongsu.command.Command;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.TimerCommand;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.shard.Applied;
import org.bongsu.shard.Shard;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.Test;

/**
 * Commands are appended through the gateway, which waits for revocations. A handler that called the
 * shards directly would acknowledge a revocation while other sites still show what was revoked.
 */
class CommandGatewayRuleTest {
  private static final Set<String> APPENDING = Set.of("submit", "apply", "applyAll");

  private static final ArchRule ONLY_THE_GATEWAY =
      noClasses()
          .that()
          .doNotBelongToAnyOf(CommandGateway.class, Shards.class)
          .should()
          .accessTargetWhere(call("append commands", call -> isAppend(call) && !isToOneShard(call)))
          .because("a revocation would be acknowledged before every site has applied it");

  private static final ArchRule ONLY_INFRASTRUCTURE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.bongsu.shard", // the relay
              "org.bongsu.cluster", // the read barrier
              "org.bongsu.effects") // the progress of effects
          .and()
          .haveSimpleNameNotStartingWith("ShardTimers") // timers that are due
          .and()
          .haveSimpleNameNotStartingWith("RestoredState") // nobody is served yet
          .should()
          .accessTargetWhere(
              call("append to a shard", call -> isAppend(call) && isToOneShard(call)))
          .because("a delivery may hold any command");

  private static boolean isAppend(JavaAccess<?> call) {
    JavaClass owner = call.getTargetOwner();
    return (owner.isEquivalentTo(Shards.class) || owner.isEquivalentTo(Shard.class))
        && APPENDING.contains(call.getName());
  }

  /** Commands of the node itself are addressed to a shard, not to an entity. */
  private static boolean isToOneShard(JavaAccess<?> call) {
    return call.getTargetOwner().isEquivalentTo(Shard.class)
        || (call.getTarget() instanceof AccessTarget.CodeUnitAccessTarget method
            && method.getRawParameterTypes().stream()
                .anyMatch(type ->
                    type.isEquivalentTo(ShardCommand.class)
                        || type.isEquivalentTo(TimerCommand.class)));
  }

  private static DescribedPredicate<JavaAccess<?>> call(
      String description, Predicate<JavaAccess<?>> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }

  @Test
  void onlyTheGatewayAppendsCommands() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.bongsu");
    ONLY_THE_GATEWAY.check(all);
    ONLY_INFRASTRUCTURE.check(all);
  }

  @Test
  void theRulesSeeWhatTheyForbid() {
    assertThrows(AssertionError.class, () -> ONLY_THE_GATEWAY.check(only(Bypass.class)));
    assertThrows(AssertionError.class, () -> ONLY_THE_GATEWAY.check(only(Reference.class)));
    assertThrows(AssertionError.class, () -> ONLY_INFRASTRUCTURE.check(only(Wrapped.class)));
  }

  private static JavaClasses only(Class<?> bad) {
    return new ClassFileImporter().importClasses(bad);
  }

  static final class Bypass {
    Applied unpublish(Shards shards, Command command) {
      return shards.apply(command);
    }
  }

  static final class Reference {
    Function<Command, Applied> of(Shards shards) {
      return shards::apply;
    }
  }

  static final class Wrapped {
    CompletableFuture<Applied> unpublish(Shards shards, Command command) {
      return shards.submit(0, new ShardCommand.Deliver(0, 1, command));
    }
  }
}
