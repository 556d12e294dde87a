package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bongsu.backup.BackupPlace;
import org.bongsu.backup.BackupSettings;
import org.bongsu.node.Directories;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The settings of backups as options of the commands for backups, where {@code backup-to} is {@code
 * --to}, or {@code --from}, and the others have no {@code backup-} before them.
 */
final class BackupOptions {
  private static final String PREFIX = "backup-";
  private static final String PLACE = "backup-to";

  /** What is needed to open a repository. */
  private static final Set<String> ACCESS =
      Set.of(
          PLACE,
          "backup-password",
          "backup-ledger",
          "backup-s3-endpoint",
          "backup-s3-region",
          "backup-s3-keys");

  private final SettingOptions settings;

  private BackupOptions(SettingOptions settings) {
    this.settings = settings;
  }

  /**
   * Adds the options.
   *
   * @param place the option for the place of the backup
   * @param more other settings that are wanted
   */
  static BackupOptions addTo(CommandSpec spec, String place, Set<String> more) {
    return new BackupOptions(
        SettingOptions.addTo(
            spec,
            name -> ACCESS.contains(name) || more.contains(name),
            name ->
                name.equals(PLACE)
                    ? place
                    : name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name));
  }

  SettingOptions settings() {
    return settings;
  }

  /** The place of the backup. */
  BackupPlace place() throws IOException {
    return BackupPlace.of(given(), System.getenv());
  }

  /** The place of the ledger. */
  BackupPlace ledger() throws IOException {
    return BackupPlace.ofLedger(given(), System.getenv());
  }

  private BackupSettings given() throws IOException {
    BackupSettings given = settings.config().get(BackupSettings.class);
    if (given.backupTo().isEmpty()) {
      throw new IllegalArgumentException("the place of the backup is missing");
    }
    return given;
  }

  /** Work with the index of a repository, in a temporary directory. */
  interface WithCache<T> {
    T run(Path cache) throws IOException;
  }

  /** Runs something with a temporary directory for a repository's index. */
  static <T> T withCache(WithCache<T> work) throws IOException {
    Path cache = Files.createTempDirectory("bongsu-backup");
    try {
      return work.run(cache);
    } finally {
      Directories.delete(cache);
    }
  }
}
