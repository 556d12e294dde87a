package org.bongsu.backup;

import java.nio.file.Path;
import java.time.Duration;
import org.bongsu.settings.Setting;

/** Settings for continuous backups; see docs/backup.md. */
public record BackupSettings(
    @Setting(
            form = "DIR|s3://BUCKET/PREFIX",
            defaultValue = "",
            defaultMeans = "no backups",
            what =
                "Where continuous backups go: an encrypted repository that restic can open, too. It is"
                    + " made if the place is empty. The same for all sites; it should burn with none"
                    + " of them.")
        String backupTo,
    @Setting(
            form = "FILE",
            defaultValue = "",
            defaultMeans = "none",
            what =
                "A file with the password of the backup, at least 12 characters. Without it a backup"
                    + " cannot be read, so keep a copy elsewhere.")
        String backupPassword,
    @Setting(
            form = "DIR|s3://BUCKET/PREFIX",
            defaultValue = "",
            defaultMeans = "the place of the backup",
            what =
                "Where the ledger of revocations goes, which a restore needs so that nothing that was"
                    + " deleted or taken back is shown again. A place of its own protects it from what"
                    + " happens to the backup.")
        String backupLedger,
    @Setting(
            defaultValue = "2s",
            what = "How often the log and new photos and files are backed up.")
        Duration backupEvery,
    @Setting(
            defaultValue = "1h",
            what =
                "How often the shards are copied as a whole. A restore applies the log since then.")
        Duration backupCheckpointEvery,
    @Setting(
            defaultValue = "32m",
            what = "Bytes of photos, files and shards that are backed up a second, at most.")
        long backupRate,
    @Setting(
            defaultValue = "48",
            what =
                "For how many hours a restore can choose any moment; older backups are thinned out to"
                    + " one a day.")
        int backupKeepHours,
    @Setting(
            defaultValue = "30",
            what =
                "For how many days one backup a day is kept. What was deleted is gone from backups"
                    + " afterwards.")
        int backupKeepDays,
    @Setting(
            form = "URL",
            defaultValue = "",
            defaultMeans = "Amazon's",
            what = "The address of the S3 service.")
        String backupS3Endpoint,
    @Setting(form = "NAME", defaultValue = "us-east-1", what = "The region of the S3 bucket.")
        String backupS3Region,
    @Setting(
            form = "FILE",
            defaultValue = "",
            defaultMeans = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            what = "A file with two lines: the access key's id, and its secret.")
        String backupS3Keys) {

  private static final int KEEP_MAX = 36_500;

  public BackupSettings {
    if (backupKeepHours > KEEP_MAX || backupKeepDays > KEEP_MAX) {
      throw new IllegalArgumentException("at most " + KEEP_MAX);
    }
  }

  /**
   * Whether there are backups.
   *
   * @throws IllegalArgumentException if other settings do not fit
   */
  boolean isOn() {
    if (backupTo.isEmpty() && !backupLedger.isEmpty()) {
      throw new IllegalArgumentException("a ledger needs a backup: set backup-to");
    }
    return !backupTo.isEmpty();
  }

  Path passwordFile() {
    if (backupPassword.isEmpty()) {
      throw new IllegalArgumentException("a backup is encrypted: set backup-password");
    }
    return Path.of(backupPassword);
  }
}
