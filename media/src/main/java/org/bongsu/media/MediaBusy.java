package org.bongsu.media;

import java.time.Duration;

/** The queue for work on media is full, or an account's share of it. */
public final class MediaBusy extends RuntimeException {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  MediaBusy(String why) {
    super(why, null, false, false);
  }

  /** When it is worth trying again. */
  public Duration retryAfter() {
    return RETRY_AFTER;
  }
}
