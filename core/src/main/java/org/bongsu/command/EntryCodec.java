package org.bongsu.command;

import java.util.HashMap;
import java.util.Map;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How entries are written in the log: {@code {"time":…,"origin":…,"do":"SendEvent","with":{…}}}.
 * The position is not part of the entry; the log supplies it.
 */
public final class EntryCodec {
  private static final Map<String, Class<?>> COMMANDS = new HashMap<>();

  static {
    register(Command.class);
  }

  private EntryCodec() {}

  private static void register(Class<?> type) {
    if (!type.isSealed()) {
      if (COMMANDS.put(type.getSimpleName(), type) != null) {
        throw new IllegalStateException("two commands are named " + type.getSimpleName());
      }
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      register(permitted);
    }
  }

  public static byte[] encode(long timeMillis, String origin, Command command) {
    ObjectNode node = Json.object();
    node.put("time", timeMillis).put("origin", origin);
    writeCommand(node, command);
    return Json.bytes(node);
  }

  /**
   * Reads an entry.
   *
   * @throws UnknownCommand if this version cannot read it, because a newer one wrote it
   * @throws MalformedJson if it is not JSON
   */
  public static Entry decode(long position, byte[] payload) {
    JsonNode node = Json.parseOwn(payload);
    return new Entry(
        position,
        number(node, "time", Long.MAX_VALUE),
        node.path("origin").stringValue(""),
        readCommand(node));
  }

  /** Encodes a command alone, for an outbox. */
  public static byte[] encode(Command command) {
    ObjectNode node = Json.object();
    writeCommand(node, command);
    return Json.bytes(node);
  }

  /**
   * Decodes what {@link #encode(Command)} wrote.
   *
   * @throws UnknownCommand if this version cannot read it, because a newer one wrote it
   * @throws MalformedJson if it is not JSON
   */
  public static Command decode(byte[] command) {
    return readCommand(Json.parseOwn(command));
  }

  private static void writeCommand(ObjectNode node, Command command) {
    node.put("do", command.getClass().getSimpleName());
    if (command instanceof ShardCommand.Deliver deliver) {
      ObjectNode with = node.putObject("with");
      with.put("source", deliver.source()).put("sequence", deliver.sequence());
      writeCommand(with, deliver.command());
    } else if (command instanceof ShardCommand.Reapply reapply) {
      writeCommand(node.putObject("with"), reapply.command());
    } else {
      node.set("with", Json.mapper().valueToTree(command));
    }
  }

  private static Command readCommand(JsonNode node) {
    String name = node.path("do").stringValue("");
    Class<?> type = COMMANDS.get(name);
    JsonNode with = node.path("with");
    if (type == null) {
      throw new UnknownCommand("this Bongsu does not know the command " + name);
    }
    if (type == ShardCommand.Deliver.class) {
      return new ShardCommand.Deliver(
          (int) number(with, "source", Integer.MAX_VALUE),
          number(with, "sequence", Long.MAX_VALUE),
          readCommand(with));
    }
    if (type == ShardCommand.Reapply.class) {
      return new ShardCommand.Reapply(readCommand(with));
    }
    if (!with.isObject()) {
      throw new UnknownCommand("cannot read a " + name + " without its components");
    }
    try {
      return (Command) Json.mapper().treeToValue(with, type);
    } catch (JacksonException e) {
      throw new UnknownCommand("cannot read a " + name + ": " + e.getOriginalMessage());
    }
  }

  private static long number(JsonNode node, String key, long max) {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() > max) {
      throw new UnknownCommand("cannot read an entry whose " + key + " is no number up to " + max);
    }
    return value.longValue();
  }
}
