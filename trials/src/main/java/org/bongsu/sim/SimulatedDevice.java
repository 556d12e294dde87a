package org.bongsu.sim;

import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/** A device of a simulated user: one command at a time, and its own sync token. */
final class SimulatedDevice {
  final UserId user;
  final DeviceId id;

  /** Position of each shard up to which it has synced; null before the first sync. */
  long @Nullable [] token;

  /** Commands so far; the transaction id of the next one is made from it. */
  long commands;

  SimulatedDevice(UserId user, DeviceId id) {
    this.user = user;
    this.id = id;
  }

  String transactionId() {
    return "t" + commands;
  }

  String name() {
    return user + "/" + id;
  }
}
