package org.bongsu.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.id.EventId;
import org.bongsu.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the simulated users do: mostly send messages, but also every other command, allowed or not.
 * Commands have the form in which the API creates them.
 */
final class Workload {
  static final String SERVER = "bongsu.test";

  /** Adds an action with its weight relative to the others. */
  @FunctionalInterface
  interface Actions {
    void add(int weight, Function<SimulatedDevice, Command> action);
  }

  private record Weighted(int upTo, Function<SimulatedDevice, Command> action) {}

  private final Fixture fixture;
  private final SeededRandom random;
  private final RoomWorkload rooms;
  private final AccountWorkload accounts;
  private final List<Weighted> actions = new ArrayList<>();
  private final boolean evenly;
  private int weights;

  /**
   * @param evenly whether all actions have the same weight
   */
  Workload(
      Fixture fixture, SeededRandom random, Scheduler scheduler, ShardMap map, boolean evenly) {
    this.evenly = evenly;
    this.fixture = fixture;
    this.random = random;
    this.rooms = new RoomWorkload(fixture, random, scheduler);
    this.accounts = new AccountWorkload(fixture, random, scheduler);
    rooms.addTo(this::add);
    accounts.addTo(this::add);
    new KeyWorkload(fixture, random).addTo(this::add);
    new TimerWorkload(fixture, random, map).addTo(this::add);
  }

  private void add(int weight, Function<SimulatedDevice, Command> action) {
    weights += evenly ? 1 : weight;
    actions.add(new Weighted(weights, action));
  }

  /** Registers the user with their first device. */
  Command register(SimulatedDevice device) {
    return accounts.register(device);
  }

  Command logIn(SimulatedDevice device) {
    return accounts.logIn(device);
  }

  /** The next command of a device. */
  Command next(SimulatedDevice device) {
    if (fixture.rooms.isEmpty()) {
      return rooms.create(device);
    }
    int point = random.below(weights);
    return actions.stream()
        .filter(one -> point < one.upTo)
        .findFirst()
        .orElseThrow()
        .action
        .apply(device);
  }

  static UserId user(int number) {
    return UserId.of("person" + number, SERVER);
  }

  static EventId eventIn(ObjectNode result) {
    return new EventId(result.path("event_id").stringValue());
  }
}
