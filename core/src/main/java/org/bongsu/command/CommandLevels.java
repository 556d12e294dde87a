package org.bongsu.command;

import java.util.Map;

/**
 * Which forms of commands a version of Bongsu can apply. While sites are upgraded one after the
 * other, a form that one of them does not know yet must not get into the log: that site would stop.
 *
 * <p>A change to what is written for a command, or a new command, gets a level of its own: raise
 * {@link #NEWEST}, and name the command in {@link #LATER}. What a level-1 version knows stands in
 * the test of this class.
 */
public final class CommandLevels {
  /** The newest level whose forms this version applies. */
  public static final int NEWEST = 2;

  /** What every version knows. */
  public static final int OLDEST = 1;

  /** The commands that came later, with their levels. */
  static final Map<Class<? extends Command>, Integer> LATER =
      Map.of(
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
    return command instanceof ShardCommand.Deliver deliver
        ? Math.max(own, of(deliver.command(), later))
        : own;
  }
}
