package org.bongsu.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings are read from a file of Kafka's client settings. */
class SecurityTest {
  @TempDir Path directory;

  private Security.Settings read(String text) throws IOException {
    return Security.Settings.read(Files.writeString(directory.resolve("client"), text));
  }

  @Test
  void howToSignInIsTakenAndReachesEveryClient() throws Exception {
    Security.Settings settings =
        read("# ours\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nssl.truststore.type=PEM\n");
    assertEquals(
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "PLAIN",
            "ssl.truststore.type", "PEM"),
        settings.ofClient());
    Cluster cluster = new Cluster("broker:9092", "test", Pace.STEADY, settings);
    for (Map<String, Object> client :
        java.util.List.of(cluster.admin(), cluster.consumer(), cluster.producer(1))) {
      assertEquals("SASL_SSL", client.get("security.protocol"));
    }
    assertEquals("all", cluster.producer(1).get("acks"));
  }

  @Test
  void nothingElseIsTaken() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read("security.protocol=SSL\nacks=1\n"));
    assertTrue(String.valueOf(refused.getMessage()).contains("acks"), refused.getMessage());
  }
}
