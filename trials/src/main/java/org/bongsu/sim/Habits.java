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
final class Habits {
  static final String SERVER = "bongsu.test";

  /** Names a habit, and how often it is followed in relation to the others. */
  @FunctionalInterface
  interface Naming {
    void habit(int weight, Function<SimulatedDevice, Command> what);
  }

  private record Habit(int upTo, Function<SimulatedDevice, Command> what) {}

  private final Town town;
  private final Chance chance;
  private final RoomHabits rooms;
  private final AccountHabits accounts;
  private final List<Habit> habits = new ArrayList<>();
  private final boolean evenly;
  private int weights;

  /**
   * @param evenly whether each habit is followed as often as any other
   */
  Habits(Town town, Chance chance, Agenda agenda, ShardMap map, boolean evenly) {
    this.evenly = evenly;
    this.town = town;
    this.chance = chance;
    this.rooms = new RoomHabits(town, chance, agenda);
    this.accounts = new AccountHabits(town, chance, agenda);
    rooms.name(this::add);
    accounts.name(this::add);
    new KeyHabits(town, chance).name(this::add);
    new TimerHabits(town, chance, map).name(this::add);
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
