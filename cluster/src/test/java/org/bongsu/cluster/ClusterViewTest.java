package org.bongsu.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bongsu.shard.DigestMark;
import org.junit.jupiter.api.Test;

/** What follows from the order of status records. Times are in seconds. */
class ClusterViewTest {
  private static final SiteTiming TIMING =
      new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final long LAPSED = 11;

  private final ClusterView clusterView = new ClusterView("a/1", TIMING);
  private long offset;

  private static long nanos(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private void read(StatusRecord status, long now) {
    clusterView.read(offset++, status, nanos(now), null);
  }

  /** A record of this run: one is sent in each second, so its sequence is when it was sent. */
  private void readOwn(long now, long sent) {
    StatusRecord status =
        new StatusRecord(
            "a",
            "1",
            sent,
            "",
            1,
            true,
            false,
            false,
            false,
            StatusRecord.NOTHING,
            new long[] {9},
            List.of());
    clusterView.read(offset++, status, nanos(now), nanos(sent));
  }

  private static StatusRecord status(String site, boolean serves, long claims, long position) {
    return status(site, serves, claims, position, List.of());
  }

  private static StatusRecord status(
      String site, boolean serves, long claims, long position, List<List<DigestMark>> marks) {
    return new StatusRecord(
        site, "1", 1, "", 1, serves, false, false, false, claims, new long[] {position}, marks);
  }

  @Test
  void ofTwoClaimsTheFirstCounts() {
    read(status("b", true, StatusRecord.NOBODY, 0), 1);
    read(status("a", true, StatusRecord.NOBODY, 0), 1);
    assertFalse(clusterView.isLedBySelf());
    assertEquals(StatusRecord.NOTHING, clusterView.claimable(nanos(2)));
  }

  @Test
  void aClaimFailsIfTheLeaderHasWrittenMeanwhile() {
    read(status("b", true, StatusRecord.NOBODY, 0), 1);
    assertEquals(0, clusterView.claimable(nanos(1 + LAPSED + 1)));
    read(status("b", true, StatusRecord.NOTHING, 0), 13);
    read(status("a", true, 0, 0), 14);
    assertFalse(clusterView.isLedBySelf(), "b wrote before the claim");
    assertEquals(1, clusterView.claimable(nanos(13 + LAPSED + 1)));
    read(status("a", true, 1, 0), 26);
    assertTrue(clusterView.isLedBySelf());
  }

  @Test
  void onlyASiteThatHasNotAppliedIsWaitedFor() {
    read(status("b", true, StatusRecord.NOTHING, 5), 1);
    readOwn(3, 3);
    assertFalse(clusterView.isAppliedByAll(new long[] {6}, 2));
    read(status("b", true, StatusRecord.NOTHING, 6), 4);
    assertTrue(clusterView.isAppliedByAll(new long[] {6}, 2));
  }

  /** A site without a record may have joined a moment ago. */
  @Test
  void nothingIsConfirmedBeforeALaterOwnRecordWasReadBack() {
    assertFalse(clusterView.isAppliedByAll(new long[] {6}, 2));
    readOwn(3, 1);
    assertFalse(clusterView.isAppliedByAll(new long[] {6}, 2));
    readOwn(4, 3);
    assertTrue(clusterView.isAppliedByAll(new long[] {6}, 2));
  }

  @Test
  void aSiteSilentForALeaseIsNotWaitedFor() {
    read(status("b", true, StatusRecord.NOTHING, 5), 1);
    readOwn(1 + LAPSED, 1 + LAPSED);
    assertFalse(clusterView.isAppliedByAll(new long[] {6}, 2), "it may still serve");
    readOwn(2 + LAPSED, 2 + LAPSED);
    assertTrue(clusterView.isAppliedByAll(new long[] {6}, 2));
  }

  @Test
  void aSiteThatReportsNotServingIsNotWaitedFor() {
    read(status("b", false, StatusRecord.NOTHING, 5), 1);
    readOwn(3, 3);
    assertTrue(clusterView.isAppliedByAll(new long[] {6}, 2));
  }

  @Test
  void aSiteThatDiffersFromTwoOthersIsFound() {
    mark("a", "00");
    mark("b", "11");
    assertEquals(Optional.empty(), clusterView.differing("a"), "one against one proves nothing");
    mark("c", "11");
    assertTrue(clusterView.differing("a").isPresent());
    assertEquals(Optional.empty(), clusterView.differing("b"));
  }

  /**
   * Its data may have been rebuilt since, so it is not quarantined while it reads older records.
   */
  @Test
  void reportsOfEarlierRunsAreIgnored() {
    mark("a", "0", "00");
    mark("b", "11");
    mark("c", "11");
    assertEquals(Optional.empty(), clusterView.differing("a"));
    read(status("a", true, StatusRecord.NOTHING, 64), 1);
    assertEquals(Optional.empty(), clusterView.differing("a"));
    mark("a", "00");
    assertTrue(clusterView.differing("a").isPresent());
  }

  private void mark(String site, String digest) {
    mark(site, "1", digest);
  }

  private void mark(String site, String run, String digest) {
    List<List<DigestMark>> marks = List.of(List.of(new DigestMark(64, digest)));
    long[] applied = {64};
    read(
        new StatusRecord(
            site, run, 1, "", 1, true, false, false, false, StatusRecord.NOTHING, applied, marks),
        1);
  }

  @Test
  void aStatusIsReadAsItWasWritten() {
    StatusRecord written =
        new StatusRecord(
            "seoul",
            "r1",
            7,
            "https://seoul.example.org",
            1,
            true,
            false,
            true,
            true,
            StatusRecord.NOBODY,
            new long[] {3, 1L << 40},
            List.of(List.of(new DigestMark(64, "0123456789abcdef")), List.of()));
    StatusRecord read = StatusRecord.decode(written.encode(), 2).orElseThrow();
    assertEquals(new String(written.encode(), UTF_8), new String(read.encode(), UTF_8));
    assertEquals(
        Optional.empty(), StatusRecord.decode(written.encode(), 3), "of another deployment");
    assertEquals(Optional.empty(), StatusRecord.decode(new byte[] {'{'}, 2));
  }

  private static StatusRecord ofLevel(String site, int level, boolean leaving) {
    return new StatusRecord(
        site,
        "1",
        1,
        "",
        level,
        true,
        leaving,
        false,
        false,
        StatusRecord.NOTHING,
        new long[] {0},
        List.of());
  }

  @Test
  void theOldestVersionDeterminesTheLevel() {
    List<String> all = List.of("a", "b", "c");
    read(ofLevel("a", 3, false), 1);
    read(ofLevel("b", 3, false), 1);
    assertEquals(1, clusterView.level(all), "c has no record");
    read(ofLevel("c", 2, false), 2);
    assertEquals(2, clusterView.level(all));
    read(ofLevel("c", 2, true), 3);
    assertEquals(2, clusterView.level(all), "c has left, but may return");
    read(ofLevel("c", 3, false), 4);
    assertEquals(3, clusterView.level(all));
  }
}
