package org.bongsu.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log as JSON, one object a line, if the environment variable {@code BONGSU_LOG} is {@code
 * json}: {@code {"time", "level", "logger", "thread", "message", "exception"}}, with the time in
 * UTC (RFC 3339). What the broker writes stays as it is.
 */
final class JsonLog extends Formatter {
  private static final String VARIABLE = "BONGSU_LOG";

  /** Formats all messages of this process so if the environment wants it. */
  static void installIfWanted(Map<String, String> environment) {
    String format = environment.getOrDefault(VARIABLE, "text");
    if (format.equals("json")) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new JsonLog());
      }
    } else if (!format.equals("text")) {
      throw new IllegalArgumentException(VARIABLE + " is text or json, not " + format);
    }
  }

  @Override
  public String format(LogRecord message) {
    ObjectNode json =
        Json.object()
            .put("time", Instant.ofEpochMilli(message.getMillis()).toString())
            .put("level", message.getLevel().getName())
            .put("logger", message.getLoggerName())
            .put("thread", message.getLongThreadID())
            .put("message", formatMessage(message));
    if (message.getThrown() != null) {
      StringWriter trace = new StringWriter();
      message.getThrown().printStackTrace(new PrintWriter(trace));
      json.put("exception", trace.toString());
    }
    return Json.text(json) + "\n";
  }
}
