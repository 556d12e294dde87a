package org.bongsu.restic;

import java.time.Instant;

/** Who holds a lock, as its file says. */
public record LockHolder(
    Instant time, boolean exclusive, String hostname, String username, long pid) {
  @Override
  public String toString() {
    return "%s@%s, process %d, since %s%s"
        .formatted(username, hostname, pid, time, exclusive ? ", exclusively" : "");
  }
}
