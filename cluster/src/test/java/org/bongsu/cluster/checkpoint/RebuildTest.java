package org.bongsu.cluster.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Gateway;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.shard.Shards;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site with empty disks copies a live one by HTTP. */
class RebuildTest {
  private static final int SHARDS = 2;
  private static final long[] TRIMMED = {1, 1};
  private static final long[] END = {60, 60};

  @TempDir Path living;
  @TempDir Path burnt;

  private final List<String> said = new ArrayList<>();
  private Shards shards;
  private Gateway gateway;
  private boolean sound = true;

  @BeforeEach
  void startLiving() throws Exception {
    shards = Shards.openLocal(living, new ShardMap(SHARDS), Clock.systemUTC());
    for (int i = 0; i < 50; i++) {
      register("user" + i);
    }
    Routes routes = new Routes();
    new CheckpointApi(SHARDS, living, new PeerAuthentication("secret"), () -> sound).addTo(routes);
    gateway = Gateway.listenForSites("127.0.0.1", 0, routes, Optional.empty());
  }

  private void register(String name) {
    shards.apply(
        new UserCommand.RegisterUser(new UserId("@" + name + ":example.org"), null, false, null));
  }

  @AfterEach
  void stopLiving() {
    gateway.close();
    shards.close();
  }

  private Rebuild rebuild(String secret) {
    return new Rebuild(
        burnt,
        SHARDS,
        new PeerHttp(new PeerAuthentication(secret), Optional.empty()),
        List.of(URI.create("http://127.0.0.1:" + gateway.port())),
        said::add);
  }

  private ShardFile.Copied at(Path data, int shard) {
    return new ShardFile(data.resolve("shards/00" + shard + ".db")).identity();
  }

  @Test
  void theCopiedShardsAreTheSame() throws Exception {
    rebuild("secret").run(TRIMMED, END);
    for (int shard = 0; shard < SHARDS; shard++) {
      assertEquals(at(living, shard), at(burnt, shard));
    }
    try (Shards copied = Shards.openLocal(burnt, new ShardMap(SHARDS), Clock.systemUTC())) {
      assertEquals(shards.positions()[0], copied.positions()[0]);
    }
  }

  @Test
  void whatTheLogHoldsIsNotCopied() throws Exception {
    rebuild("secret").run(new long[SHARDS], END);
    assertFalse(Files.exists(burnt.resolve("shards/000.db")));
    assertEquals(List.of(), said);
  }

  /** Only the rest of an interrupted copy is fetched; corrupted bytes are not used. */
  @Test
  void itContinuesAnInterruptedCopyAndRejectsCorruptedBytes() throws Exception {
    rebuild("secret").run(TRIMMED, END);
    Path file = burnt.resolve("shards/000.db");
    byte[] whole = Files.readAllBytes(file);
    String name;
    try (var made = Files.list(living.resolve("checkpoints"))) {
      name =
          made.map(path -> path.getFileName().toString())
              .filter(text -> text.startsWith("000-"))
              .findFirst()
              .orElseThrow()
              .replace(".db", "");
    }
    Files.delete(file);
    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
    Files.write(burnt.resolve("shards/" + name + ".part"), half);
    rebuild("secret").run(TRIMMED, END);
    assertEquals(at(living, 0), at(burnt, 0));

    Files.delete(file);
    half[half.length - 1] ^= 1;
    Files.write(burnt.resolve("shards/" + name + ".part"), half);
    rebuild("secret").run(TRIMMED, END);
    assertEquals(at(living, 0), at(burnt, 0));
    assertTrue(said.toString().contains("does not have the announced hash"), said.toString());
  }

  /** A copy made before is not good enough for a log that begins later. */
  @Test
  void aCopyThatIsBehindTheLogIsMadeAgain() throws Exception {
    rebuild("secret").run(TRIMMED, END);
    for (int i = 50; i < 60; i++) {
      register("user" + i);
    }
    long[] now = shards.positions();
    rebuild("secret").run(now, now);
    assertEquals(now[0], at(burnt, 0).position());
    assertEquals(at(living, 1), at(burnt, 1));
  }

  /** Sites that start together may each lack what another has. */
  @Test
  void aSiteThatIsBehindIsNotCopied() throws Exception {
    long[] beyond = shards.positions();
    beyond[0] += 100;
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                rebuild("secret").run(beyond, beyond);
              } catch (Exception interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    for (int i = 0; i < 2000 && said.isEmpty(); i++) {
      Thread.sleep(5);
    }
    waiting.interrupt();
    waiting.join();
    assertTrue(said.toString().contains("503"), said.toString());
    assertFalse(Files.exists(burnt.resolve("shards/000.db")));
  }

  @Test
  void aWantedRebuildIsDone() throws Exception {
    rebuild("secret").run(TRIMMED, END);
    Files.write(burnt.resolve("shards/000.db"), new byte[10]);
    Rebuild.want(burnt, "its data differs");
    rebuild("secret").run(TRIMMED, END);
    assertEquals(at(living, 0), at(burnt, 0));
    assertTrue(said.toString().contains("its data differs"), said.toString());
  }

  @Test
  void strangersGetNothing() throws Exception {
    Thread stranger =
        Thread.ofVirtual()
            .start(() -> {
              try {
                rebuild("another secret").run(TRIMMED, END);
              } catch (Exception interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    for (int i = 0; i < 2000 && said.isEmpty(); i++) {
      Thread.sleep(5);
    }
    stranger.interrupt();
    stranger.join();
    assertTrue(said.toString().contains("403"), said.toString());
    assertFalse(Files.exists(burnt.resolve("shards/000.db")));
  }
}
