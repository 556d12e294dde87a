package org.bongsu.drill;

import java.util.List;

/** Checks one promise at the end of a drill. */
interface Checker {
  /** All checkers. */
  List<Checker> ALL =
      List.of(
          new AcknowledgedKept(),
          new LastWriteKept(),
          new OnceOnly(),
          new TimersFireOnce(),
          new OrderKept(),
          new SyncComplete(),
          new ToDeviceOnce(),
          new MediaIntact(),
          new KeysClaimedOnce(),
          new NothingStale(),
          new DigestsEqual());

  /** Every violation; empty if the promise was kept. */
  List<Finding> check(Evidence evidence);
}
