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
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.kafka.Security;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site does not run without keys by accident; how keys are made. */
class SiteConnectionsTest {
  private static final PeerList FAR = PeerList.parse("seoul=10.1.0.1,busan=10.2.0.1,jeju=10.3.0.1");
  private static final PeerList NEAR =
      PeerList.parse("seoul=127.0.0.1,busan=127.0.0.2,jeju=localhost:1:2:3:4");

  @TempDir Path directory;

  private Optional<SiteKeys> keys(SiteConnections connections, PeerList peers, String site) {
    return connections
        .keys(peers, peers.named(site), directory.resolve("data"))
        .map(SiteEngineFactory.Files::keys);
  }

  private String refusal(SiteConnections connections) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> keys(connections, FAR, "seoul"))
            .getMessage());
  }

  @Test
  void whatOthersCanReachIsProtectedOrTheOperatorSaysSo() throws Exception {
    SiteConnections connections = new SiteConnections();
    assertEquals(Optional.empty(), keys(connections, NEAR, "jeju"));
    assertTrue(refusal(connections).contains("make keys with bongsu keys"), refusal(connections));
    assertThrows(
        IllegalArgumentException.class,
        () -> connections.ofOthersBrokers("10.1.0.1:9092,127.0.0.1:9092"));
    assertThrows(
        IllegalArgumentException.class, () -> connections.ofOthersBrokers("127.example.org:9092"));
    assertInstanceOf(
        Security.Plaintext.class, connections.ofOthersBrokers("127.0.0.1:9092,localhost:9092"));

    connections.insecure = true;
    assertEquals(Optional.empty(), keys(connections, FAR, "seoul"));
    connections.ofOthersBrokers("10.1.0.1:9092");
  }

  @Test
  void keysAreMadeUsedAndRenewed() throws Exception {
    String[] make = {"keys", "--sites", "seoul,busan,jeju", "--out", directory.toString()};
    assertEquals(0, Main.line().execute(make));
    SiteConnections connections = new SiteConnections();
    connections.keys = directory.resolve("seoul");
    assertTrue(keys(connections, FAR, "seoul").isPresent());
    assertThrows(KeysUnusable.class, () -> keys(connections, FAR, "busan"));

    String first = Files.readString(directory.resolve("seoul/site.pem"));
    String authority = Files.readString(directory.resolve("ca.pem"));
    assertEquals(0, Main.line().execute(make));
    assertEquals(first, Files.readString(directory.resolve("seoul/site.pem")));
    assertEquals(
        0,
        Main.line().execute("keys", "--sites", "seoul", "--out", directory.toString(), "--renew"));
    String second = Files.readString(directory.resolve("seoul/site.pem"));
    assertNotEquals(first, second);
    assertEquals(0, Main.line().execute("keys", "renew", "seoul", "--out", directory.toString()));
    assertNotEquals(second, Files.readString(directory.resolve("seoul/site.pem")));
    assertEquals(authority, Files.readString(directory.resolve("ca.pem")));
    assertTrue(keys(connections, FAR, "seoul").isPresent());
    assertNotEquals(
        0, Main.line().execute("keys", "--sites", "Seoul/..", "--out", directory.toString()));
    assertNotEquals(0, Main.line().execute("keys", "--out", directory.toString()));
  }

  @Test
  void revokedKeysAreListedAndRefused() throws Exception {
    String out = directory.toString();
    assertEquals(0, Main.line().execute("keys", "--sites", "seoul,busan,jeju", "--out", out));
    assertEquals(0, Main.line().execute("keys", "status", "--out", out));
    assertEquals(0, Main.line().execute("keys", "revoke", "busan", "--out", out));
    assertTrue(Files.exists(directory.resolve("seoul/crl.pem")));
    SiteConnections connections = new SiteConnections();
    connections.keys = directory.resolve("busan");
    assertThrows(KeysUnusable.class, () -> keys(connections, FAR, "busan"));
    assertEquals(0, Main.line().execute("keys", "renew", "busan", "--out", out));
    assertTrue(keys(connections, FAR, "busan").isPresent());
    int unreachable = FreePort.find();
    assertEquals(
        1,
        Main.line()
            .execute(
                "keys",
                "revoke",
                "busan",
                "--out",
                out,
                "--at",
                "http://127.0.0.1:" + unreachable));
    assertNotEquals(0, Main.line().execute("keys", "revoke", "--out", out));
  }
}
