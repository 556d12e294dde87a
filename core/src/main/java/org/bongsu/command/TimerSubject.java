package org.bongsu.command;

/**
 * Whose timers there are. Names are a format: they stand in the log and in the stores. So are the
 * limits, because what is applied depends on them.
 */
public enum TimerSubject {
  /** An event that is to be sent later, by {@link DelayedEventCommand}; the owner is its sender. */
  DELAYED_EVENT(80 * 1024, 100);

  private final int payloadBytesMax;
  private final int pendingPerOwnerMax;

  TimerSubject(int payloadBytesMax, int pendingPerOwnerMax) {
    this.payloadBytesMax = payloadBytesMax;
    this.pendingPerOwnerMax = pendingPerOwnerMax;
  }

  /** Bytes of JSON that a timer may carry. */
  public int payloadBytesMax() {
    return payloadBytesMax;
  }

  /** Timers that may wait at a time on one shard for one owner. */
  public int pendingPerOwnerMax() {
    return pendingPerOwnerMax;
  }
}
