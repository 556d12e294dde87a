package org.bongsu.cluster.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.shard.DigestMark;
import org.junit.jupiter.api.Test;

/** Where a new log begins, and every reason not to make one. */
class RecoveryPlanTest {
  private static final Optional<RecoveryPlan.Current> NO_LOG = Optional.empty();

  private static LogState.ShardState at(long position, DigestMark... marks) {
    return position == 0
        ? LogState.ShardState.NONE
        : new LogState.ShardState(position, digest(position), List.of(marks));
  }

  /** The digest of a history that all sites share. */
  private static String digest(long position) {
    return "%064x".formatted(position + 1_000_000);
  }

  private static LogState lost(String site, LogState.ShardState... shards) {
    return new LogState(site, "old", true, "the log is missing", List.of(shards));
  }

  private static LogState follows(String site, String log, LogState.ShardState... shards) {
    return new LogState(site, log, true, "", List.of(shards));
  }

  private static Optional<RecoveryPlan.Current> current(String id, long... firstKept) {
    return Optional.of(new RecoveryPlan.Current(id, firstKept));
  }

  private static RecoveryPlan plan(LogState... all) {
    return RecoveryPlan.of(List.of(all), Set.of(), NO_LOG);
  }

  private static String refusal(RecoveryPlan plan) {
    return assertInstanceOf(RecoveryPlan.Refused.class, plan).why();
  }

  /** Of two sites the one that has applied more never shows more. */
  @Test
  void eachShardBeginsWhereTheSiteFurthestOnEnded() {
    RecoveryPlan.Begin plan =
        assertInstanceOf(
            RecoveryPlan.Begin.class,
            plan(lost("a", at(100), at(7)), lost("b", at(97), at(9)), lost("c", at(100), at(0))));
    assertArrayEquals(new long[] {100, 9}, plan.positions());
    RecoveryPlan.ShardPlan first = plan.shards().getFirst();
    assertEquals(List.of("a", "c"), first.from());
    assertEquals(Map.of("b", 3L), first.copied());
    assertEquals(digest(100), first.digest());
    assertEquals(Map.of("a", 2L, "c", 9L), plan.shards().get(1).copied());
  }

  @Test
  void sitesThatDifferAreNamedWithTheShard() {
    LogState.ShardState other = new LogState.ShardState(9, "f".repeat(64), List.of());
    String why =
        refusal(plan(lost("a", at(1), at(9)), lost("b", at(1), other), lost("c", at(1), at(9))));
    assertTrue(why.startsWith("sites a and b differ in shard 1 at position 9"), why);
  }

  /** Their positions differ now, but both still know an earlier digest. */
  @Test
  void sitesThatDifferedEarlierAreNamed() {
    String why =
        refusal(
            plan(
                lost("a", at(100, new DigestMark(64, "0123456789abcdef"))),
                lost("b", at(80, new DigestMark(64, "fedcba9876543210"))),
                lost("c", at(0))));
    assertTrue(why.startsWith("sites a and b differ in shard 0 at position 64"), why);
  }

  /** A site's position may be one at which another has a mark. */
  @Test
  void aPositionIsComparedWithTheMarksOfOthers() {
    String sixteen = digest(64).substring(0, 16);
    assertInstanceOf(
        RecoveryPlan.Begin.class,
        plan(lost("a", at(100, new DigestMark(64, sixteen))), lost("b", at(64))));
    String why = refusal(plan(lost("a", at(100, new DigestMark(64, "wrong"))), lost("b", at(64))));
    assertTrue(why.startsWith("sites a and b differ in shard 0 at position 64"), why);
  }

  @Test
  void theDataOfASiteCanBeGivenUp() {
    LogState.ShardState other = new LogState.ShardState(12, "f".repeat(64), List.of());
    LogState.ShardState another = new LogState.ShardState(12, "e".repeat(64), List.of());
    RecoveryPlan.Begin plan =
        assertInstanceOf(
            RecoveryPlan.Begin.class,
            RecoveryPlan.of(
                List.of(lost("a", other), lost("b", another), lost("c", at(9))),
                Set.of("a"),
                NO_LOG));
    assertArrayEquals(new long[] {12}, plan.positions());
    assertEquals(Map.of("a", 12L, "c", 3L), plan.shards().getFirst().copied());
  }

  @Test
  void nothingIsDoneWhileEverySiteFollowsTheLog() {
    assertInstanceOf(
        RecoveryPlan.Nothing.class,
        RecoveryPlan.of(
            List.of(follows("a", "old", at(3)), follows("b", "old", at(0))),
            Set.of(),
            current("old", 0)));
  }

  /** Such a site might still apply entries. */
  @Test
  void aSiteThatHasNotNoticedIsWaitedFor() {
    String why =
        assertInstanceOf(
                RecoveryPlan.Undecided.class,
                RecoveryPlan.of(
                    List.of(lost("a", at(3)), follows("b", "old", at(3))),
                    Set.of(),
                    current("created again", 0)))
            .why();
    assertTrue(why.startsWith("site b has not noticed yet that its log is lost"), why);
  }

  @Test
  void aSiteThatStartsIsWaitedFor() {
    LogState starting = new LogState("b", "old", false, "", List.of(at(3)));
    String why =
        assertInstanceOf(RecoveryPlan.Undecided.class, plan(lost("a", at(3)), starting)).why();
    assertTrue(why.startsWith("site b has not finished starting"), why);
  }

  @Test
  void withoutAnyDataThereIsNothingToContinue() {
    String why = refusal(plan(lost("a", at(0)), lost("b", at(0))));
    assertTrue(why.startsWith("no site has any data"), why);
  }

  @Test
  void sitesOfDifferentDeploymentsAreRefused() {
    String why = refusal(plan(lost("a", at(1), at(1)), lost("b", at(1))));
    assertTrue(why.startsWith("the sites have different numbers of shards"), why);
  }

  /** As after an interruption: some sites already write to the new log. */
  @Test
  void anInterruptedRecoveryIsFinishedWithTheSameLog() {
    RecoveryPlan.Join plan =
        assertInstanceOf(
            RecoveryPlan.Join.class,
            RecoveryPlan.of(
                List.of(follows("a", "new", at(140)), lost("b", at(97)), lost("c", at(100))),
                Set.of(),
                current("new", 100)));
    assertEquals("new", plan.log());
    assertEquals(List.of("b", "c"), plan.sites());
  }

  /** It was given up when the log was made, and never told so. */
  @Test
  void aSiteWithEntriesOfAnotherHistoryDoesNotJoin() {
    List<LogState> all =
        List.of(follows("a", "new", at(140)), lost("b", at(97)), lost("c", at(101)));
    String why = refusal(RecoveryPlan.of(all, Set.of(), current("new", 100)));
    assertTrue(why.startsWith("site c has applied shard 0 up to position 101"), why);
    assertInstanceOf(
        RecoveryPlan.Join.class, RecoveryPlan.of(all, Set.of("c"), current("new", 100)));
  }

  /** The log has lost its end, and a site that was behind has not noticed. */
  @Test
  void aSiteBeyondTheEndOfItsOwnLogDoesNotJoin() {
    LogState beyond = new LogState("a", "old", true, "lost records", List.of(at(100)));
    String why =
        refusal(
            RecoveryPlan.of(
                List.of(beyond, follows("b", "old", at(50))), Set.of(), current("old", 0)));
    assertTrue(why.startsWith("site a has applied shard 0 up to position 100"), why);
  }

  @Test
  void aReportSurvivesItsJson() {
    List<LogState> all = new ArrayList<>();
    all.add(lost("a", at(100, new DigestMark(64, "0123456789abcdef")), at(0)));
    all.add(follows("b", "old", at(3)));
    for (LogState state : all) {
      assertEquals(state, LogState.of(state.toJson()));
      assertEquals(state.fingerprint(), LogState.of(state.toJson()).fingerprint());
    }
  }
}
