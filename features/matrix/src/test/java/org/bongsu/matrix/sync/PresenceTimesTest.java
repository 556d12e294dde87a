package org.bongsu.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.cluster.Bus;
import org.bongsu.http.Session;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.matrix.MemoryBus;
import org.bongsu.matrix.SyncToken;
import org.bongsu.testing.SetClock;
import org.junit.jupiter.api.Test;

/** How presence changes as time passes. */
class PresenceTimesTest {
  private static final UserId YUNA = new UserId("@yuna:localhost");
  private static final long POLL = 30_000;

  private final SetClock clock = new SetClock();
  private final List<UserId> woken = new ArrayList<>();
  private final EphemeralSequence sequence = new EphemeralSequence("RUN");
  private final Presence presence = new Presence(true, clock, woken::add, sequence, Bus.NONE);

  private static Session device(String id) {
    return new Session(YUNA, new DeviceId(id), false, "hash");
  }

  private static final Session PHONE = device("PHONE");
  private static final Session DESK = device("DESK");

  private SyncToken token() {
    return new SyncToken(new long[] {0}, 0, sequence.run(), sequence.last());
  }

  private void advance(long millis) {
    clock.millis += millis;
    presence.sweep();
  }

  private Presence.State state() {
    return presence.of(YUNA).state();
  }

  @Test
  void aUserWhoStopsSyncingIsOfflineAfterTheGracePeriod() {
    presence.recordSync(PHONE, Presence.State.ONLINE, POLL);
    advance(POLL + Presence.GRACE_MILLIS - 1);
    assertEquals(Presence.State.ONLINE, state());
    SyncToken before = token();
    advance(1);
    assertEquals(Presence.State.OFFLINE, state());
    assertEquals(List.of(YUNA), presence.since(before));
    assertEquals(List.of(), presence.since(token()));
  }

  @Test
  void aUserWithoutActivityBecomesIdleUntilTheNextActivity() {
    for (long waited = 0; waited < 5 * 60_000; waited += POLL) {
      presence.recordSync(PHONE, Presence.State.ONLINE, POLL);
      advance(POLL);
    }
    assertEquals(Presence.State.UNAVAILABLE, state());
    presence.recordActivity(YUNA);
    assertEquals(Presence.State.ONLINE, state());
    assertTrue(presence.of(YUNA).active());
    presence.recordSync(PHONE, Presence.State.ONLINE, 2 * POLL);
    advance(59_999);
    assertTrue(presence.of(YUNA).active());
    advance(1);
    assertFalse(presence.of(YUNA).active());
  }

  @Test
  void theMostPresentDeviceCounts() {
    presence.recordSync(DESK, Presence.State.ONLINE, POLL);
    presence.recordSync(PHONE, Presence.State.UNAVAILABLE, POLL);
    assertEquals(Presence.State.ONLINE, state());
    presence.set(DESK, Presence.State.OFFLINE, "");
    assertEquals(Presence.State.UNAVAILABLE, state());
  }

  @Test
  void neighboursAreWokenOnceForEachChange() {
    presence.recordSync(PHONE, Presence.State.ONLINE, POLL);
    presence.set(PHONE, Presence.State.ONLINE, "회의 중");
    advance(1_000);
    assertEquals(List.of(YUNA), woken);
    presence.recordSync(PHONE, Presence.State.ONLINE, POLL);
    advance(1_000);
    assertEquals(List.of(YUNA), woken);
  }

  @Test
  void nothingIsRecordedIfPresenceIsDisabled() {
    Presence off = new Presence(false, clock, woken::add, sequence, Bus.NONE);
    off.set(PHONE, Presence.State.ONLINE, "회의 중");
    off.recordSync(PHONE, Presence.State.ONLINE, POLL);
    off.recordActivity(YUNA);
    off.sweep();
    assertEquals(Presence.Status.OFFLINE, off.of(YUNA));
    assertEquals(List.of(), off.since(null));
    assertEquals(List.of(), woken);
  }

  @Test
  void presenceReachesOtherSites() {
    MemoryBus bus = new MemoryBus();
    Presence here = new Presence(true, clock, woken::add, sequence, bus.site());
    Presence there = new Presence(true, clock, woken::add, sequence, bus.site());
    here.recordSync(PHONE, Presence.State.ONLINE, POLL);
    here.set(PHONE, Presence.State.UNAVAILABLE, "회의 중");
    assertEquals(here.of(YUNA), there.of(YUNA));
    assertEquals("회의 중", there.of(YUNA).message());
    there.set(DESK, Presence.State.ONLINE, "");
    assertEquals(Presence.State.ONLINE, here.of(YUNA).state());
    assertEquals(here.of(YUNA), there.of(YUNA));
  }
}
