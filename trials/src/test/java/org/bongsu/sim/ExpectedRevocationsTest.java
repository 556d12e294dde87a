package org.bongsu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bongsu.command.Command;
import org.junit.jupiter.api.Test;

/** The independent list covers every command. */
class ExpectedRevocationsTest {
  @Test
  void everyCommandIsInTheList() {
    Set<String> every = new TreeSet<>();
    commands(Command.class).forEach(type -> every.add(type.getSimpleName()));
    assertEquals(every, ExpectedRevocations.names());
  }

  private static Stream<Class<?>> commands(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ExpectedRevocationsTest::commands)
        : Stream.of(type);
  }
}
