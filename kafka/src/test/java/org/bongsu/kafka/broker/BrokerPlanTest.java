package org.bongsu.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Topics.Replication;
import org.junit.jupiter.api.Test;

class BrokerPlanTest {
  private static Map<String, String> properties(Optional<Duration> flush) {
    BrokerPlan.Voter own = new BrokerPlan.Voter(1, "127.0.0.1", 9092, 9093);
    return new BrokerPlan(
            "bongsu-test-cluster-00",
            own,
            List.of(own),
            Replication.THREE_SITES,
            Pace.STEADY,
            flush,
            Optional.empty(),
            Path.of("broker"))
        .properties();
  }

  @Test
  void theOperatingSystemDecidesWhenToFlushUnlessItIsSet() {
    assertTrue(
        properties(Optional.empty()).keySet().stream().noneMatch(name -> name.contains("flush")));
  }

  @Test
  void recordsAreFlushedBeforeTheyAreAcknowledged() {
    assertEquals("1", properties(Optional.of(Duration.ZERO)).get("log.flush.interval.messages"));
  }

  @Test
  void recordsAreFlushedAfterATime() {
    Map<String, String> set = properties(Optional.of(Duration.ofMillis(250)));
    assertEquals("250", set.get("log.flush.interval.ms"));
    assertEquals("250", set.get("log.flush.scheduler.interval.ms"));
  }
}
