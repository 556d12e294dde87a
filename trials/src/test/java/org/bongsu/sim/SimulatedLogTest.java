package org.bongsu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated log keeps what Kafka's keeps, and loses what Kafka's loses. */
class SimulatedLogTest {
  /** The partition that site 0 leads at first. */
  private static final int PARTITION = 0;

  private final Scheduler scheduler = new Scheduler(0);
  private final SeededRandom random = new SeededRandom(1);
  private final SimulatedNetwork network = new SimulatedNetwork(3, scheduler, random);
  private final SimulatedLog log = new SimulatedLog(2, 3, network, scheduler, random);
  private final List<String> results = new ArrayList<>();

  @BeforeEach
  void start() {
    log.start();
  }

  private void append(int site, String text) {
    log.append(
        site,
        PARTITION,
        text.getBytes(StandardCharsets.UTF_8),
        offset -> results.add(text + (offset == SimulatedLog.UNDECIDED ? "?" : " at " + offset)));
  }

  private void passes(long millis) {
    scheduler.runUntil(scheduler.nowMillis() + millis);
  }

  private List<String> read(int site) {
    return log.read(site, PARTITION, 0, 100).stream()
        .map(record -> new String(record.payload(), StandardCharsets.UTF_8))
        .toList();
  }

  private void kill(int site, boolean burnt) {
    network.down(site);
    log.stop(site, burnt);
  }

  private void restart(int site) {
    network.up(site);
    log.restart(site);
  }

  @Test
  void whatWasAcknowledgedOutlivesItsLeaderAndItsDisks() {
    append(1, "봉화");
    passes(100);
    assertEquals(List.of("봉화 at 0"), results);
    kill(0, true);
    append(1, "횃불");
    passes(1_000);
    assertEquals(List.of("봉화 at 0", "횃불 at 1"), results);
    restart(0);
    passes(500);
    assertNotEquals(0, log.controller().decided(PARTITION).leader());
    assertTrue(log.controller().decided(PARTITION).inSync().contains(0), "it has caught up");
    for (int site = 0; site < 3; site++) {
      assertEquals(List.of("봉화", "횃불"), read(site));
    }
  }

  @Test
  void aLeaderThatIsCutOffAcknowledgesNothingAndItsTailIsCutOff() {
    append(0, "봉화");
    passes(100);
    for (int other : List.of(1, 2)) {
      network.cut(0, other);
      network.cut(other, 0);
    }
    append(0, "허깨비");
    passes(100);
    append(1, "횃불");
    passes(2_000);
    assertEquals(List.of("봉화 at 0", "횃불 at 1", "허깨비?"), results);
    network.mend();
    passes(500);
    assertEquals(List.of("봉화", "횃불"), read(0));
  }

  @Test
  void aRecordThatIsSentAgainIsAppendedOnce() {
    network.cut(0, 1); // the leader's answer to site 1 is lost
    append(1, "봉화");
    passes(400);
    network.mend();
    passes(400);
    assertEquals(List.of("봉화 at 0"), results);
    assertEquals(List.of("봉화"), read(2));
  }

  @Test
  void withTwoOfThreeGoneNothingIsAcceptedOrLost() {
    append(0, "봉화");
    passes(100);
    kill(1, false);
    kill(2, false);
    append(0, "횃불");
    passes(2_000);
    assertEquals(List.of("봉화 at 0", "횃불?"), results);
    restart(1);
    passes(1_000);
    append(0, "다시");
    passes(500);
    assertTrue(results.getLast().startsWith("다시 at"), results.toString());
    assertEquals("봉화", read(0).getFirst());
  }

  /** A replica that left the ISR when it became too small has every acknowledged record. */
  @Test
  void aReplicaThatLeftTheIsrMayLeadIfTheLastOneBurns() {
    append(1, "봉화");
    passes(100);
    for (int site : List.of(1, 2)) {
      kill(site, false);
      restart(site);
    }
    passes(20);
    assertEquals(Set.of(0), log.controller().decided(PARTITION).inSync());
    kill(0, true);
    passes(500);
    append(1, "횃불");
    passes(500);
    restart(0);
    passes(500);
    assertEquals(List.of("봉화 at 0", "횃불 at 1"), results);
    for (int site = 0; site < 3; site++) {
      assertEquals(List.of("봉화", "횃불"), read(site));
    }
  }
}
