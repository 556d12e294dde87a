package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A site that gets any inputs in any order, from seeds. */
class SiteMachineChaosTest {
  /**
   * For all inputs in any order: it serves only within a lease's length after an acknowledged
   * record was sent, and settles each revocation once.
   */
  @Test
  void nothingMakesItServeWithoutALease() {
    for (long seed = 1; seed <= 300; seed++) {
      new Chaos(seed).run();
    }
  }

  /** A machine of one shard with random inputs. */
  private static final class Chaos {
    private final Random random;
    private final SiteMachine machine =
        new SiteMachine(
            new SiteMachine.Self("a", "1", "", 3), List.of("a", "b", "c"), 1, SiteTable.TIMING);
    private final Map<Long, Long> sent = new HashMap<>();
    private final List<StatusRecord> log = new ArrayList<>();
    private final Set<Long> markers = new HashSet<>();
    private final Set<Long> revocations = new HashSet<>();
    private final String message;
    private long now;
    private long acknowledged = Long.MIN_VALUE;
    private long offset;
    private long ids;
    private boolean quarantined;
    private boolean hasServed;

    Chaos(long seed) {
      random = new Random(seed);
      message = "seed " + seed;
    }

    void run() {
      for (int step = 0; step < 400; step++) {
        now += SiteTable.nanos(random.nextInt(100) == 0 ? 15_000 : random.nextInt(60));
        act().forEach(this::note);
        boolean serves = machine.permit().serves(now);
        hasServed |= serves;
        assertTrue(!serves || now - acknowledged < SiteTable.TIMING.lease().toNanos(), message);
        assertFalse(serves && quarantined, message);
      }
      for (int beat = 0; beat < 3; beat++) {
        now += SiteTable.TIMING.patience().toNanos();
        machine.tick("", now).forEach(this::note);
      }
      assertEquals(Set.of(), revocations, message);
    }

    private List<SiteAction> act() {
      return switch (random.nextInt(9)) {
        case 0, 1, 2 -> machine.tick(random.nextInt(50) > 0 ? "" : SiteTable.STOPPED, now);
        case 3 -> acknowledge();
        case 4 -> settleMarker();
        case 5 -> ask();
        case 6 -> machine.applied(0, random.nextInt(100), List.of(), now);
        case 7 -> readOwn();
        default -> readOther();
      };
    }

    private List<SiteAction> acknowledge() {
      if (sent.isEmpty()) {
        return List.of();
      }
      long sequence = pick(sent.keySet());
      long at = sent.remove(sequence);
      if (random.nextInt(10) == 0) {
        return machine.notAppended(sequence, now);
      }
      acknowledged = Math.max(acknowledged, at);
      return machine.appended(sequence, now);
    }

    private List<SiteAction> settleMarker() {
      if (markers.isEmpty()) {
        return List.of();
      }
      long marker = pick(markers);
      markers.remove(marker);
      return random.nextInt(10) == 0
          ? machine.markerFailed(marker, now)
          : machine.markerApplied(marker, now);
    }

    private long pick(Set<Long> of) {
      return of.stream().sorted().skip(random.nextInt(of.size())).findFirst().orElseThrow();
    }

    private List<SiteAction> ask() {
      revocations.add(++ids);
      return machine.revocationAsked(ids, machine.positions(), now);
    }

    private List<SiteAction> readOwn() {
      List<SiteMachine.Placed> records =
          log.stream().map(status -> new SiteMachine.Placed(offset++, status)).toList();
      log.clear();
      return machine.read(records, now);
    }

    private List<SiteAction> readOther() {
      SiteTable.Other other = random.nextBoolean() ? SiteTable.b() : SiteTable.c();
      other = random.nextInt(4) == 0 ? other.asking() : other;
      other = random.nextInt(4) == 0 ? other.silent() : other;
      other = random.nextInt(9) == 0 ? other.claiming(random.nextInt(9) - 1L) : other;
      long[] positions = {random.nextInt(120)};
      return machine.read(List.of(new SiteMachine.Placed(offset++, other.at(positions))), now);
    }

    private void note(SiteAction action) {
      switch (action) {
        case SiteAction.AppendStatus(StatusRecord status) -> {
          sent.put(status.sequence(), now);
          log.add(status);
        }
        case SiteAction.AppendMarker(int shard, long marker) -> markers.add(marker);
        case SiteAction.ReleaseRevocation(long id) -> assertTrue(revocations.remove(id), message);
        case SiteAction.RefuseRevocation(long id) -> assertTrue(revocations.remove(id), message);
        case SiteAction.Quarantine quarantine -> quarantined = true;
        // What the test keeps no account of; a new action must be named here or above.
        case SiteAction.StartServing _,
            SiteAction.StopServing _,
            SiteAction.Await _,
            SiteAction.BecomeLeader _,
            SiteAction.CeaseLeading _,
            SiteAction.ReleaseRead _,
            SiteAction.RefuseRead _,
            SiteAction.End _ -> {}
      }
    }
  }
}
