package org.bongsu.drill;

import java.util.List;

/** Judges a drill at its end by one promise. */
interface Checker {
  /** All of them. */
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

  /** Everything that breaks the promise; empty where it is kept. */
  List<Finding> check(Evidence evidence);
}
