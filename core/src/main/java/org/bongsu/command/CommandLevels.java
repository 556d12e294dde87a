package org.bongsu.command;

import java.util.Map;
import java.util.Optional;

/**
 * Levels: what a version of Bongsu can apply, and what applying does. While sites are upgraded one
 * after the other, a log must hold nothing that one of them does not know, and an old command must
 * do the same in all of them. So each shard's log itself says which level holds: everything after
 * {@link ShardCommand.ActivateLevel} of {@code n} is applied as level {@code n} says, in every site
 * and in every replay. A level never falls.
 *
 * <p>A new command, a new component of one, or a change of what applying an old one does, gets a
 * new level: raise {@link #NEWEST}; name the command in {@link #LATER}; ask {@code Tx.level()}
 * where behaviour changes, and keep what the old level does beside it. What a level-1 version knows
 * stands in the test of this class.
 *
 * <p>Level 2: digests cover rows; signing a device out forgets which one-time keys it gave out; a
 * one-time key without an algorithm is refused instead of put aside.
 */
public final class CommandLevels {
  /** The newest level that this version applies. */
  public static final int NEWEST = 2;

  /** What every version knows, and every log begins with. */
  public static final int OLDEST = 1;

  /** The commands that came later, with their levels. */
  static final Map<Class<? extends Command>, Integer> LATER =
      Map.of(
          ShardCommand.ActivateLevel.class, 2,
          DelayedEventCommand.DelayEvent.class, 2,
          DelayedEventCommand.ChangeDelayedEvent.class, 2,
          TimerCommand.FireTimer.class, 2);

  private CommandLevels() {}

  /** The level from which on a version can apply a command. */
  public static int of(Command command) {
    return of(command, LATER);
  }

  /** The same for a version in which other commands than in this one came later. */
  public static int of(Command command, Map<Class<? extends Command>, Integer> later) {
    int own = later.getOrDefault(command.getClass(), OLDEST);
    return switch (command) {
      case ShardCommand.Deliver deliver -> Math.max(own, of(deliver.command(), later));
      case ShardCommand.ActivateLevel next -> Math.max(own, next.level());
      default -> own;
    };
  }

  /** What is to be appended to a shard's log so that the newest level that all know holds. */
  public static Optional<ShardCommand.ActivateLevel> due(int active, int knownToAll) {
    return active < knownToAll
        ? Optional.of(new ShardCommand.ActivateLevel(knownToAll))
        : Optional.empty();
  }
}
