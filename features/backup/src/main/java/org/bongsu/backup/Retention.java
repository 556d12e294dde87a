package org.bongsu.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bongsu.restic.Snapshot;

/**
 * Which backups are kept: of those with the same checkpoint the newest, which has the whole log
 * from that checkpoint to the next; after some hours, one a day; after some days, none. The newest
 * backup is always kept.
 */
record Retention(Duration every, Duration daily) {
  static Retention of(BackupSettings settings) {
    return new Retention(
        Duration.ofHours(settings.backupKeepHours()), Duration.ofDays(settings.backupKeepDays()));
  }

  /**
   * The snapshots to forget.
   *
   * @param snapshots of one deployment, oldest first
   */
  List<Snapshot> outdated(List<Snapshot> snapshots, Instant now) {
    Set<String> kept = new HashSet<>();
    List<Snapshot> outdated = new ArrayList<>();
    for (Snapshot snapshot : snapshots.reversed()) {
      boolean isNewest = kept.isEmpty();
      Duration age = Duration.between(snapshot.time(), now);
      String slot = age.compareTo(every) <= 0 ? checkpoint(snapshot) : day(snapshot);
      boolean isFirst = kept.add(slot);
      if (!isNewest && (!isFirst || age.compareTo(longest()) > 0)) {
        outdated.add(snapshot);
      }
    }
    return outdated;
  }

  private Duration longest() {
    return every.compareTo(daily) > 0 ? every : daily;
  }

  private static String checkpoint(Snapshot snapshot) {
    return "checkpoint "
        + snapshot.annotations().getOrDefault(BackupTree.CHECKPOINT, snapshot.time().toString());
  }

  private static String day(Snapshot snapshot) {
    return "day " + snapshot.time().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
