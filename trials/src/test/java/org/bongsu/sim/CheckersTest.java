package org.bongsu.sim;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.junit.jupiter.api.Test;

/** Each checker finds the kind of fault that it is written for. */
class CheckersTest {
  private static final int SEEDS_MAX = 200;

  /** The fault may need a seed in which it has an effect. */
  private static void assertCaughtBy(Class<? extends Checker> checker, BugInjector bugs) {
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      try {
        Simulation.run(seed, SimOptions.defaults(), bugs);
      } catch (SimulationFailed failed) {
        assertTrue(failed.getMessage().contains("./bongsu sim --seed " + seed));
        if (failed.checkers().contains(checker.getSimpleName())) {
          return;
        }
        assertNotEquals(List.of(), failed.checkers(), failed.getMessage());
      }
    }
    throw new AssertionError(checker.getSimpleName() + " noticed nothing");
  }

  /** Leaves the replicas intact. */
  private static class SoundReplicas implements BugInjector {
    @Override
    public void afterBatch(int site, int shard, Db db, List<StateMachine.Applied> applied) {}
  }

  /** Sites that answer without a lease, or append commands that others may not know. */
  private static final class Unruly extends SoundReplicas {
    private final boolean serves;
    private final boolean appends;

    Unruly(boolean serves, boolean appends) {
      this.serves = serves;
      this.appends = appends;
    }

    @Override
    public boolean servesAnyway(int site) {
      return serves;
    }

    @Override
    public boolean appendsTooEarly(int site) {
      return appends;
    }
  }

  /** In every site; replicas may differ too, as it runs after batches. */
  private static BugInjector everywhere(String sql) {
    return (site, shard, db, applied) -> db.execute(sql);
  }

  @Test
  void aReplicaThatAppliesOtherwise() {
    assertCaughtBy(
        ReplicasAgree.class,
        (site, shard, db, applied) -> {
          if (site == 2) {
            db.execute("UPDATE account SET created = 1");
          }
        });
  }

  @Test
  void aReplicaWhoseOutcomesDiffer() {
    assertCaughtBy(
        ReplicasAgree.class,
        (site, shard, db, applied) -> {
          if (site == 1) {
            db.execute("UPDATE member SET membership = 'leave' WHERE room = 1");
          }
        });
  }

  @Test
  void anAcknowledgedEventThatIsLost() {
    assertCaughtBy(
        AcknowledgedKept.class,
        everywhere("UPDATE event SET content = '{}' WHERE type = 'm.room.message'"));
  }

  @Test
  void aRetriedTransactionThatIsAppliedAgain() {
    assertCaughtBy(AppliedOnce.class, everywhere("DELETE FROM done"));
  }

  @Test
  void aTimerThatIsLost() {
    assertCaughtBy(TimersFireOnce.class, everywhere("DELETE FROM timer"));
  }

  @Test
  void aTimerThatFiresAtAnotherTime() {
    assertCaughtBy(TimersFireOnce.class, everywhere("UPDATE timer SET due = due - 5"));
  }

  @Test
  void eventsThatChangePlaces() {
    assertCaughtBy(OrderKept.class, CheckersTest::swapLastTwoMessages);
  }

  private static void swapLastTwoMessages(
      int site, int shard, Db db, List<StateMachine.Applied> applied) {
    if (applied.getFirst().entry().position() > 40) {
      return; // once is enough
    }
    db.execute("CREATE TEMP TABLE IF NOT EXISTS swap (one INTEGER, other INTEGER)");
    db.execute("DELETE FROM temp.swap");
    db.execute(
        "INSERT INTO temp.swap SELECT MIN(ordering), MAX(ordering) FROM event"
            + " WHERE type = 'm.room.message' AND related = 0"
            + " GROUP BY room, sender, device HAVING COUNT(*) > 1 LIMIT 1");
    db.execute("UPDATE event SET ordering = -1 WHERE ordering = (SELECT one FROM temp.swap)");
    db.execute(
        "UPDATE event SET ordering = (SELECT one FROM temp.swap)"
            + " WHERE ordering = (SELECT other FROM temp.swap)");
    db.execute("UPDATE event SET ordering = (SELECT other FROM temp.swap) WHERE ordering = -1");
  }

  @Test
  void aKeyThatIsGivenOutAgain() {
    assertCaughtBy(
        KeysClaimedOnce.class,
        everywhere(
            "INSERT OR IGNORE INTO one_time_key (id, user, device, algorithm, key_id, key)"
                + " SELECT 1, user, device, 'signed_curve25519', 'Ksame', '{}' FROM device"));
  }

  @Test
  void aMemberTableThatSaysMore() {
    assertCaughtBy(
        MembersFollowState.class,
        everywhere("UPDATE member SET membership = 'knock' WHERE membership = 'ban'"));
  }

  @Test
  void aStrangerWhoseEventIsTaken() {
    String stranger =
        "(SELECT MIN(id) FROM actor WHERE id NOT IN"
            + " (SELECT user FROM member WHERE member.room = event.room))";
    assertCaughtBy(
        NonMembersSilent.class,
        everywhere(
            "UPDATE event SET sender = "
                + stranger
                + " WHERE type = 'm.room.message' AND "
                + stranger
                + " IS NOT NULL"));
  }

  @Test
  void redactedWordsThatStaySomewhere() {
    assertCaughtBy(
        RedactedIsGone.class,
        (site, shard, db, applied) -> {
          db.execute("CREATE TABLE IF NOT EXISTS leak (content TEXT)");
          db.execute("INSERT INTO leak SELECT content FROM event WHERE redacted_by IS NULL");
          db.execute(
              "DELETE FROM leak WHERE rowid NOT IN (SELECT MIN(rowid) FROM leak GROUP BY content)");
        });
  }

  @Test
  void mediaThatNothingRefersTo() {
    assertCaughtBy(
        MediaFollowsReferences.class,
        everywhere("INSERT OR IGNORE INTO media_reference SELECT media_id, 'x', 'y' FROM media"));
  }

  @Test
  void mediaThatStaysUndecided() {
    assertCaughtBy(
        MediaFollowsReferences.class,
        everywhere("UPDATE media_deletion SET survey = survey + 1 WHERE state = 'UNDECIDED'"));
  }

  @Test
  void aDeliveryThatIsForgotten() {
    assertCaughtBy(OutboxesDrained.class, everywhere("DELETE FROM outbox WHERE target = 1"));
  }

  @Test
  void aRevocationThatNobodyWaitsFor() {
    assertCaughtBy(
        RevokedStaysHidden.class,
        new SoundReplicas() {
          @Override
          public boolean skipsRevocationWait(int site) {
            return true;
          }
        });
  }

  @Test
  void aSiteThatAnswersWithoutItsLease() {
    assertCaughtBy(RevokedStaysHidden.class, new Unruly(true, false));
  }

  @Test
  void sitesThatLeadWithoutAClaim() {
    assertCaughtBy(
        OneLeader.class,
        new SoundReplicas() {
          @Override
          public boolean leadsAnyway(int site) {
            return site > 0;
          }
        });
  }

  @Test
  void aSiteThatWritesWhatAnotherDoesNotKnowYet() {
    assertCaughtBy(OnlyKnownCommands.class, new Unruly(false, true));
  }

  @Test
  void aSiteThatForgetsWhichLevelHolds() {
    assertCaughtBy(
        LevelNeverFalls.class,
        (site, shard, db, applied) -> {
          if (site == 1) {
            db.execute("UPDATE active_level SET level = 1");
          }
        });
  }

  @Test
  void aSiteThatAnswersThoughItCannotReadOn() {
    assertCaughtBy(StoppedStaySilent.class, new Unruly(true, true));
  }

  @Test
  void aSiteThatAnswersThoughItsDataDiffers() {
    assertCaughtBy(QuarantinedStaySilent.class, new Unruly(true, false));
  }

  @Test
  void damagedDataThatNobodyCompares() {
    assertCaughtBy(
        DamageIsFound.class,
        new SoundReplicas() {
          @Override
          public List<List<DigestMark>> marks(int site, List<List<DigestMark>> own) {
            return List.of();
          }
        });
  }

  /** At one position only, or the third site would never settle. */
  @Test
  void twoSitesThatLieOfTheirData() {
    assertCaughtBy(
        OnlyDamagedAreQuarantined.class,
        new SoundReplicas() {
          @Override
          public List<List<DigestMark>> marks(int site, List<List<DigestMark>> own) {
            return own.stream()
                .map(ofShard -> ofShard.stream().map(mark -> published(site, mark)).toList())
                .toList();
          }

          private static DigestMark published(int site, DigestMark mark) {
            boolean lies = site > 0 && mark.position() == DigestMark.FINE;
            return lies ? new DigestMark(mark.position(), "otherwise") : mark;
          }
        });
  }

  @Test
  void anEventThatSyncSkips() {
    assertCaughtBy(
        SyncComplete.class,
        (site, shard, db, applied) ->
            db.execute("UPDATE room SET last_change = 0 WHERE id % 2 = 1"));
  }
}
