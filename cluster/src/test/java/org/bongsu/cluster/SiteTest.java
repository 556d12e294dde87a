package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.UserCommand;
import org.bongsu.id.UserId;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sites in one process over one log in memory, with links that can be cut. */
class SiteTest {
  private static final ShardMap MAP = new ShardMap(2);
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(20), Duration.ofMillis(800));
  private static final List<Peers.Address> ADDRESSES =
      List.of("a", "b", "c").stream()
          .map(name -> new Peers.Address(name, "http://" + name))
          .toList();

  @TempDir Path directory;

  private final MemoryLog shardsLog = new MemoryLog(2);
  private final MemoryLog sitesLog = new MemoryLog(1);
  private final Map<String, Running> all = new TreeMap<>();
  private final List<String> quarantined = new CopyOnWriteArrayList<>();
  private int runs;

  /** One site with its links. */
  private record Running(MemoryLog.Link data, MemoryLog.Link status, Site site, Shards shards) {
    void close() {
      site.close();
      shards.close();
    }

    /** Stops or resumes its writes and reads; its process goes on. */
    void cut(boolean off) {
      data.cut = off;
      status.cut = off;
      data.deaf = off;
      status.deaf = off;
    }
  }

  private Running start(String name) throws Exception {
    return start(name, 0);
  }

  private Running start(String name, long delayMillis) throws Exception {
    MemoryLog.Link data = shardsLog.link();
    data.delayMillis = delayMillis;
    MemoryLog.Link status = sitesLog.link();
    Site site = new Site(name, ADDRESSES, "run-" + ++runs, status, MAP.count(), TIMING);
    Shards shards =
        Shards.open(directory.resolve(name), MAP, applied -> data, Clock.systemUTC(), site);
    Running running = new Running(data, status, site, shards);
    all.put(name, running);
    site.whenQuarantined(quarantined::add);
    site.start(shards);
    return running;
  }

  @AfterEach
  void stop() {
    all.values().forEach(Running::close);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 4000; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("the condition was not met in time");
  }

  private static UserCommand register(String name) {
    return new UserCommand.RegisterUser(new UserId("@" + name + ":example.org"), null, false, null);
  }

  private List<Running> three() throws Exception {
    List<Running> three = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      three.add(start(name));
    }
    for (Running one : three) {
      await(one.site::isServing);
    }
    return three;
  }

  @Test
  void aSiteServesOnceItHasJoinedAndShowsWhatWasThere() throws Exception {
    Running first = start("a");
    await(first.site::isServing);
    first.shards.apply(register("minji"));
    long[] then = first.shards.positions();
    Running second = start("b");
    assertTrue(second.site.refusal().isPresent() || second.site.isServing());
    await(second.site::isServing);
    for (int shard = 0; shard < then.length; shard++) {
      assertTrue(second.shards.positions()[shard] >= then[shard]);
    }
  }

  /** It is always a little behind, so the positions it waits for must stay fixed. */
  @Test
  void aSiteThatReadsLateJoinsWhileOthersWrite() throws Exception {
    Running first = start("a");
    await(first.site::isServing);
    AtomicBoolean over = new AtomicBoolean();
    Thread writing =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; !over.get(); i++) {
                first.shards.apply(register("user" + i));
              }
            });
    try {
      Running late = start("b", 100);
      await(late.site::isServing);
    } finally {
      over.set(true);
      writing.join();
    }
  }

  @Test
  void aSiteThatIsCutOffRefusesAndComesBackByItself() throws Exception {
    Running cut = three().getFirst();
    CompletableFuture<String> longPoll = new CompletableFuture<>();
    cut.site.endWhenRefused(longPoll);
    cut.cut(true);
    await(() -> !cut.site.isServing());
    await(longPoll::isCompletedExceptionally);
    assertEquals(503, cut.site.refusal().orElseThrow().status());
    all.get("b").shards.apply(register("meanwhile"));
    long[] then = all.get("b").shards.positions();
    cut.cut(false);
    await(cut.site::isServing);
    for (int shard = 0; shard < then.length; shard++) {
      assertTrue(cut.shards.positions()[shard] >= then[shard], "it served before it had caught up");
    }
  }

  /** A site that reads and writes status records but does not read the shards must stop serving. */
  @Test
  void aSiteThatDoesNotApplyWithdraws() throws Exception {
    List<Running> three = three();
    three.get(2).data.deaf = true;
    three.get(0).shards.apply(register("minji"));
    three.get(0).site.awaitRevokedEverywhere();
    assertFalse(three.get(2).site.isServing(), "it shows what was revoked");
    three.get(2).data.deaf = false;
    await(three.get(2).site::isServing);
  }

  @Test
  void aRevocationIsAcknowledgedWhenAllHaveApplied() throws Exception {
    List<Running> three = three();
    for (int i = 0; i < 20; i++) {
      three.get(i % 3).shards.apply(register("user" + i));
      long[] applied = three.get(i % 3).shards.positions();
      three.get(i % 3).site.awaitRevokedEverywhere();
      for (Running other : three) {
        for (int shard = 0; shard < applied.length; shard++) {
          assertTrue(other.shards.positions()[shard] >= applied[shard]);
        }
      }
    }
  }

  /** A site that is cut off must have stopped before the others consider it stopped. */
  @Test
  void aRevocationIsAcknowledgedWhenACutSiteHasStopped() throws Exception {
    List<Running> three = three();
    three.get(2).cut(true);
    three.get(0).shards.apply(register("minji"));
    three.get(0).site.awaitRevokedEverywhere();
    assertFalse(three.get(2).site.isServing(), "it shows what was revoked");
  }

  @Test
  void aCutSiteAcknowledgesNothing() throws Exception {
    Running cut = three().getFirst();
    cut.cut(true);
    assertThrows(LogUnavailable.class, cut.site::awaitRevokedEverywhere);
  }

  @Test
  void oneSiteAtATimeLeads() throws Exception {
    List<Running> three = three();
    await(() -> three.stream().anyMatch(one -> one.site.isLeader()));
    Running first = three.stream().filter(one -> one.site.isLeader()).findFirst().orElseThrow();
    first.cut(true);
    await(() -> three.stream().anyMatch(one -> !one.equals(first) && one.site.isLeader()));
    assertFalse(first.site.isLeader());
    first.cut(false);
    await(first.site::isServing);
    assertEquals(1, three.stream().filter(one -> one.site.isLeader()).count());
  }

  @Test
  void aSiteThatLeavesIsNotWaitedFor() throws Exception {
    List<Running> three = three();
    three.get(1).site.close();
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(() -> three.get(0).site.awaitRevokedEverywhere());
    await(done::isDone);
    done.get();
  }

  /** After a rebuild it serves again, whatever its earlier run reported. */
  @Test
  void aSiteWhoseDataDiffersDoesNotServeUntilItIsRebuilt() throws Exception {
    three();
    all.get("c").close();
    Path data = directory.resolve("c").resolve("shards");
    try (Db db = new ShardFile(data.resolve("000.db")).openWriter()) {
      db.update("UPDATE shard SET digest = ?", new byte[32]);
    }
    Running differing = start("c");
    for (int i = 0; quarantined.isEmpty() && i < 2_000; i++) {
      all.get("a").shards.apply(register("user" + i));
    }
    await(() -> !quarantined.isEmpty());
    assertEquals(List.of(differing.site.quarantined()), quarantined);
    assertFalse(differing.site.isServing());
    differing.close();
    for (String file : List.of("000.db", "000.db-wal", "000.db-shm")) {
      Files.deleteIfExists(data.resolve(file));
    }
    Running again = start("c");
    await(again.site::isServing);
    assertEquals("", again.site.quarantined());
  }
}
