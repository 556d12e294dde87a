package org.bongsu.drill.watch;

/**
 * What was done to a watcher.
 *
 * @param toNanos until it was as before; {@link Long#MAX_VALUE} while it lasts
 */
record Disturbance(String watcher, Kind kind, long fromNanos, long toNanos) {
  enum Kind {
    KILLED,
    FROZEN,
    CUT_OFF,
    /** It reaches the other watchers, but no site. */
    MISLED
  }
}
