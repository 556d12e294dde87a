package org.bongsu.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.node.HealthLine;
import org.bongsu.node.Metric;

/** How the backups go, for health reports, metrics and the operator's command. Thread-safe. */
final class BackupStatus {
  /** A backup that is older than this is reported as not working. */
  static final Duration OLD = Duration.ofMinutes(5);

  private volatile Instant savedAt = Instant.MIN;
  private volatile Instant begun = Instant.now();
  private volatile String failure = "";
  private volatile boolean writing;
  private volatile int mediaWaiting;
  private volatile Instant settledCheckpoint = Instant.MIN;
  private volatile boolean firstCheckpoint;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong rounds = new AtomicLong();
  private final AtomicLong unconfirmed = new AtomicLong();

  /** This site writes the backups, or another one does. */
  void writes(boolean now) {
    if (now && !writing) {
      begun = Instant.now();
    }
    writing = now;
  }

  /** Everything applied up to then is in the backup. */
  void saved(Instant at, int mediaWaiting) {
    this.savedAt = at;
    this.mediaWaiting = mediaWaiting;
    this.firstCheckpoint = false;
    this.failure = "";
    rounds.incrementAndGet();
  }

  /** A round has ended without a backup, because its first checkpoint is not complete yet. */
  void isMakingCheckpoint(int mediaWaiting) {
    this.mediaWaiting = mediaWaiting;
    this.firstCheckpoint = true;
    this.failure = "";
  }

  /** When the newest checkpoint was begun, if nothing is left to do. */
  void settled(Optional<Instant> checkpoint) {
    checkpoint.ifPresent(began -> settledCheckpoint = began);
  }

  /** Whether a backup is complete whose checkpoint was begun after this time. */
  boolean isSettledSince(Instant time) {
    return !settledCheckpoint.isBefore(time);
  }

  void failed(String why) {
    failure = why;
    failures.incrementAndGet();
  }

  /** A revocation was acknowledged although the ledger could not be written. */
  void unconfirmed() {
    unconfirmed.incrementAndGet();
  }

  long failures() {
    return failures.get();
  }

  String failure() {
    return failure;
  }

  Instant savedAt() {
    return savedAt;
  }

  private boolean isLate() {
    Instant since = savedAt.isAfter(begun) ? savedAt : begun;
    return Duration.between(since, Instant.now()).compareTo(OLD) > 0;
  }

  List<HealthLine> health() {
    if (!writing) {
      return List.of(new HealthLine("backup", true, "another site writes the backups"));
    }
    String why = failure;
    if (!why.isEmpty()) {
      return List.of(new HealthLine("backup", !isLate(), "not written now: " + why));
    }
    if (firstCheckpoint) {
      return List.of(
          new HealthLine(
              "backup",
              true,
              "a checkpoint is being written; until then the backup before is the newest"));
    }
    return List.of(
        new HealthLine(
            "backup",
            !isLate(),
            savedAt.equals(Instant.MIN) ? "not written yet" : "written at " + savedAt));
  }

  List<Metric> metrics() {
    return List.of(
        Metric.gauge(
            "bongsu_backup_writing", "1 while this site writes the backups.", writing ? 1 : 0),
        Metric.gauge(
            "bongsu_backup_saved_timestamp_seconds",
            "When everything applied here was last in the backup, in seconds since 1970; 0 for never.",
            savedAt.equals(Instant.MIN) ? 0 : savedAt.toEpochMilli() / 1000.0),
        Metric.gauge(
            "bongsu_backup_media_waiting",
            "Photos and files that are not in the backup yet.",
            mediaWaiting),
        Metric.counter("bongsu_backup_rounds_total", "Rounds that were saved.", rounds.get()),
        Metric.counter(
            "bongsu_backup_failures_total",
            "Rounds that failed, and are repeated.",
            failures.get()),
        Metric.counter(
            "bongsu_backup_unconfirmed_revocations_total",
            "Revocations that were acknowledged although the ledger could not be written.",
            unconfirmed.get()));
  }
}
