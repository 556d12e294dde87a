package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JsonLogTest {
  @Test
  void aMessageIsOneLineOfJson() {
    LogRecord message = new LogRecord(Level.WARNING, "site {0}\nsays \"{1}\"");
    message.setLoggerName("org.bongsu.Example");
    message.setParameters(new Object[] {"부산", "불"});
    message.setInstant(Instant.parse("2022-10-15T06:27:17Z"));
    message.setThrown(new IllegalStateException("why"));
    String line = new JsonLog().format(message);
    assertEquals(line.length() - 1, line.indexOf('\n'));
    JsonNode json = Json.parse(line);
    assertEquals("2022-10-15T06:27:17Z", json.path("time").asString());
    assertEquals("WARNING", json.path("level").asString());
    assertEquals("site 부산\nsays \"불\"", json.path("message").asString());
    assertTrue(json.path("exception").asString().contains("IllegalStateException: why\n\tat "));
  }

  @Test
  void anotherFormatIsRefused() {
    JsonLog.installIfWanted(Map.of());
    assertThrows(
        IllegalArgumentException.class, () -> JsonLog.installIfWanted(Map.of("BONGSU_LOG", "xml")));
  }
}
