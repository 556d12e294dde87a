package org.bongsu.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Kafka's settings and their reference. */
class TuningTest {
  private static final Path REFERENCE = Path.of("..", "docs", "kafka.md");

  /** {@code -Dconfiguration.write=true} writes the reference. */
  @Test
  void theReferenceIsWhatTheCodeSets() throws IOException {
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(REFERENCE, Tuning.describe());
    }
    assertEquals(Tuning.describe(), Files.readString(REFERENCE), "docs/kafka.md is old");
  }

  /** A follower must be able to fetch several times before it counts as lagging. */
  @Test
  void whatIsWaitedForFitsIntoWhatIsAllowed() {
    for (Pace pace : Pace.values()) {
      var broker = Tuning.ofBroker(pace);
      assertTrue(
          2 * number(broker.get("replica.fetch.wait.max.ms"))
              <= number(broker.get("replica.lag.time.max.ms")));
      assertTrue(
          4 * number(broker.get("broker.heartbeat.interval.ms"))
              <= number(broker.get("broker.session.timeout.ms")));
      var producer = Tuning.of(pace, Tuning.Part.CLIENT, Tuning.Part.PRODUCER);
      assertTrue(
          number(producer.get("delivery.timeout.ms"))
              > 3 * number(broker.get("broker.session.timeout.ms")),
          "an append outlives a takeover");
    }
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }
}
