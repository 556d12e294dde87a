package org.bongsu.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Snapshot;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant BEGIN = Instant.parse("2026-10-15T15:19:00Z");
  private final Retention retention = new Retention(Duration.ofHours(48), Duration.ofDays(30));

  private static Snapshot snapshot(Instant time, Instant checkpoint) {
    return new Snapshot(
        null,
        time,
        new BlobId("0".repeat(64)),
        List.of("/x"),
        "x",
        "bongsu",
        List.of(BackupTree.TAG),
        null,
        null,
        "",
        Map.of(BackupTree.CHECKPOINT, checkpoint.toString()));
  }

  /** As the backup does: a snapshot each ten minutes, a checkpoint each hour. */
  private List<Snapshot> after(Duration time) {
    List<Snapshot> kept = new ArrayList<>();
    Instant end = BEGIN.plus(time);
    for (Instant now = BEGIN; !now.isAfter(end); now = now.plusSeconds(600)) {
      long hours = Duration.between(BEGIN, now).toHours();
      kept.add(snapshot(now, BEGIN.plus(Duration.ofHours(hours))));
      kept.removeAll(retention.outdated(kept, now));
    }
    return kept;
  }

  @Test
  void ofEachCheckpointTheNewestIsKept() {
    List<Snapshot> kept = after(Duration.ofHours(5).plusMinutes(30));
    assertEquals(6, kept.size());
    assertEquals(BEGIN.plus(Duration.ofMinutes(50)), kept.getFirst().time());
    assertEquals(BEGIN.plus(Duration.ofMinutes(330)), kept.getLast().time());
  }

  @Test
  void theyAreThinnedOutToOneADayAndEnd() {
    Duration year = Duration.ofDays(365);
    List<Snapshot> kept = after(year);
    Instant now = BEGIN.plus(year);
    List<Snapshot> days =
        kept.stream()
            .filter(one -> Duration.between(one.time(), now).compareTo(Duration.ofHours(48)) > 0)
            .toList();
    assertEquals(28, days.size(), 1.0);
    assertTrue(kept.size() - days.size() >= 48, "each hour of the last two days");
    assertTrue(Duration.between(kept.getFirst().time(), now).compareTo(Duration.ofDays(31)) < 0);
  }

  @Test
  void theNewestIsKeptHoweverOldItIs() {
    Snapshot old = snapshot(BEGIN, BEGIN);
    Instant later = BEGIN.plus(Duration.ofDays(400));
    assertEquals(List.of(), retention.outdated(List.of(old), later));
  }
}
