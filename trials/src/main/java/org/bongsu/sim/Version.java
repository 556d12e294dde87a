package org.bongsu.sim;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.log.LogRecord;

/**
 * The version of Bongsu that a site runs: the production code, limited to levels up to {@code
 * level}. Newer versions have commands that the oldest lacks. Entries with these are written under
 * names that no program knows; a site with a newer version translates them back when it reads them,
 * so an older one meets unknown commands in the production code itself.
 *
 * @param level the newest level that it knows
 */
record Version(int level) {
  static final Version OLD = new Version(CommandLevels.OLDEST);
  static final Version NEW = new Version(CommandLevels.NEWEST);

  /** A future level; it does not change what is applied. */
  static final Version NEXT = new Version(CommandLevels.NEWEST + 1);

  /** Frequent commands, and one that is delivered from shard to shard. */
  private static final Set<Class<? extends Command>> FREQUENT =
      Set.of(
          UserCommand.SetProfileField.class,
          UserCommand.ProfileChanged.class,
          AccountDataCommand.SetTag.class,
          KeyCommand.SendToDevice.class,
          RoomCommand.ReadUpTo.class);

  /** Those, and the commands that really came later. */
  private static final Map<Class<? extends Command>, Integer> LATER =
      Stream.concat(FREQUENT.stream(), CommandLevels.LATER.keySet().stream())
          .collect(Collectors.toMap(command -> command, command -> NEW.level));

  private static final String MARK = "@later";

  /** The level from which on versions know a command. */
  static int levelOf(Command command) {
    return CommandLevels.of(command, LATER);
  }

  boolean knows(Command command) {
    return levelOf(command) <= level;
  }

  /** An entry as it is written to the log. */
  static byte[] written(byte[] entry, Command command) {
    if (levelOf(command) == CommandLevels.OLDEST) {
      return entry;
    }
    String text = new String(entry, StandardCharsets.UTF_8);
    for (Class<?> later : LATER.keySet()) {
      text = text.replace(named(later, ""), named(later, MARK));
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A record as this version reads it. */
  LogRecord read(LogRecord record) {
    String text = new String(record.payload(), StandardCharsets.UTF_8);
    if (level < NEW.level || !text.contains(MARK)) {
      return record;
    }
    byte[] entry = text.replace(MARK + "\"", "\"").getBytes(StandardCharsets.UTF_8);
    return new LogRecord(record.position(), entry);
  }

  private static String named(Class<?> command, String mark) {
    return "\"do\":\"" + command.getSimpleName() + mark + "\"";
  }
}
