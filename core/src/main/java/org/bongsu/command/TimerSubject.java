package org.bongsu.command;

/**
 * The kinds of timers. Their names are a format: they are in the log and in the stores. So are the
 * limits, because outcomes depend on them.
 */
public enum TimerSubject {
  /** A delayed event, see {@link DelayedEventCommand}; the owner is its sender. */
  DELAYED_EVENT(80 * 1024, 100),

  /** The next part of an erased account's uploads; the owner is the account. */
  MEDIA_ERASURE(1024, 1);

  private final int payloadBytesMax;
  private final int pendingPerOwnerMax;

  TimerSubject(int payloadBytesMax, int pendingPerOwnerMax) {
    this.payloadBytesMax = payloadBytesMax;
    this.pendingPerOwnerMax = pendingPerOwnerMax;
  }

  /** Maximum bytes of a timer's payload as JSON. */
  public int payloadBytesMax() {
    return payloadBytesMax;
  }

  /** Maximum pending timers of one owner on one shard. */
  public int pendingPerOwnerMax() {
    return pendingPerOwnerMax;
  }
}
