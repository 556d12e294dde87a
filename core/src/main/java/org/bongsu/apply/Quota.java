package org.bongsu.apply;

/**
 * How much an account or a room may store. These are constants and not settings: all sites must
 * refuse the same entries. Names are a format: they are stored.
 */
public enum Quota {
  /** An account's data of all types and rooms, push rules and tags included. */
  ACCOUNT_DATA(10_000, 4 << 20),

  /** Filters of an account. */
  FILTERS(1_000, 2 << 20),

  /** Messages that wait for one device. */
  TO_DEVICE(20_000, 32 << 20),

  /** Messages from one sender that wait for one device. */
  TO_DEVICE_OF_SENDER(2_500, 4 << 20),

  /** Keys in one key backup. */
  BACKED_UP_KEYS(200_000, 128 << 20),

  /** State of a room, without members. */
  ROOM_STATE(20_000, 8 << 20);

  private final long items;
  private final long bytes;

  Quota(long items, long bytes) {
    this.items = items;
    this.bytes = bytes;
  }

  public long items() {
    return items;
  }

  public long bytes() {
    return bytes;
  }

  /** The limit as a sentence about what is limited. */
  public String limit(String what) {
    return "%s: at most %,d, of %,d KiB in all.".formatted(what, items, bytes >> 10);
  }
}
