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
 * What people do: mostly messages, but everything that there are commands for, allowed or not. Each
 * command has the same form as the API gives it.
 */
final class Workload {
  static final String SERVER = "bongsu.test";

  /** Names a habit, and how often it is followed in relation to the others. */
  @FunctionalInterface
  interface Naming {
    void habit(int weight, Function<SimulatedDevice, Command> what);
  }

  private record Habit(int upTo, Function<SimulatedDevice, Command> what) {}

  private final Fixture town;
  private final SeededRandom chance;
  private final RoomWorkload rooms;
  private final AccountWorkload accounts;
  private final List<Habit> habits = new ArrayList<>();
  private final boolean evenly;
  private int weights;

  /**
   * @param evenly whether each habit is followed as often as any other
   */
  Workload(Fixture town, SeededRandom chance, Scheduler agenda, ShardMap map, boolean evenly) {
    this.evenly = evenly;
    this.town = town;
    this.chance = chance;
    this.rooms = new RoomWorkload(town, chance, agenda);
    this.accounts = new AccountWorkload(town, chance, agenda);
    rooms.name(this::add);
    accounts.name(this::add);
    new KeyWorkload(town, chance).name(this::add);
    new TimerWorkload(town, chance, map).name(this::add);
  }

  private void add(int weight, Function<SimulatedDevice, Command> what) {
    weights += evenly ? 1 : weight;
    habits.add(new Habit(weights, what));
  }

  /** The account that a person begins with. */
  Command register(SimulatedDevice device) {
    return accounts.register(device);
  }

  Command logIn(SimulatedDevice device) {
    return accounts.logIn(device);
  }

  /** The next thing that somebody does with a device. */
  Command next(SimulatedDevice device) {
    if (town.rooms.isEmpty()) {
      return rooms.create(device);
    }
    int point = chance.below(weights);
    return habits.stream()
        .filter(habit -> point < habit.upTo)
        .findFirst()
        .orElseThrow()
        .what
        .apply(device);
  }

  static UserId user(int number) {
    return UserId.of("person" + number, SERVER);
  }

  static EventId eventIn(ObjectNode result) {
    return new EventId(result.path("event_id").stringValue());
  }
}
