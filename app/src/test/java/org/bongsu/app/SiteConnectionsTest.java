package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bongsu.cluster.keys.KeysUnusable;
import org.bongsu.kafka.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site does not run without keys by accident; how keys are made. */
class SiteConnectionsTest {
  private static final PeerList FAR = PeerList.parse("seoul=10.1.0.1,busan=10.2.0.1,jeju=10.3.0.1");
  private static final PeerList NEAR =
      PeerList.parse("seoul=127.0.0.1,busan=127.0.0.2,jeju=localhost:1:2:3:4");

  @TempDir Path directory;

  private static String refusal(SiteConnections connections) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> connections.keys(FAR, FAR.named("seoul")))
            .getMessage());
  }

  @Test
  void whatOthersCanReachIsProtectedOrTheOperatorSaysSo() throws Exception {
    SiteConnections connections = new SiteConnections();
    assertEquals(Optional.empty(), connections.keys(NEAR, NEAR.named("jeju")));
    assertTrue(refusal(connections).contains("make keys with bongsu keys"), refusal(connections));
    assertThrows(
        IllegalArgumentException.class,
        () -> connections.ofOthersBrokers("10.1.0.1:9092,127.0.0.1:9092"));
    assertThrows(
        IllegalArgumentException.class, () -> connections.ofOthersBrokers("127.example.org:9092"));
    assertInstanceOf(
        Security.Plaintext.class, connections.ofOthersBrokers("127.0.0.1:9092,localhost:9092"));

    connections.insecure = true;
    assertEquals(Optional.empty(), connections.keys(FAR, FAR.named("seoul")));
    connections.ofOthersBrokers("10.1.0.1:9092");
  }

  @Test
  void keysAreMadeUsedAndRenewed() throws Exception {
    String[] make = {"keys", "--sites", "seoul,busan,jeju", "--out", directory.toString()};
    assertEquals(0, Main.line().execute(make));
    SiteConnections connections = new SiteConnections();
    connections.keys = directory.resolve("seoul");
    assertTrue(connections.keys(FAR, FAR.named("seoul")).isPresent());
    assertThrows(KeysUnusable.class, () -> connections.keys(FAR, FAR.named("busan")));

    String first = Files.readString(directory.resolve("seoul/site.pem"));
    String authority = Files.readString(directory.resolve("ca.pem"));
    assertEquals(0, Main.line().execute(make));
    assertEquals(first, Files.readString(directory.resolve("seoul/site.pem")));
    assertEquals(
        0,
        Main.line().execute("keys", "--sites", "seoul", "--out", directory.toString(), "--renew"));
    assertNotEquals(first, Files.readString(directory.resolve("seoul/site.pem")));
    assertEquals(authority, Files.readString(directory.resolve("ca.pem")));
    assertTrue(connections.keys(FAR, FAR.named("seoul")).isPresent());
    assertNotEquals(
        0, Main.line().execute("keys", "--sites", "Seoul/..", "--out", directory.toString()));
  }
}
