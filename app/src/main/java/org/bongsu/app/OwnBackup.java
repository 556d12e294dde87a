package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.node.Directories;

/**
 * The backup of a trial's sites, in a directory outside of theirs.
 *
 * @param ownLedger whether the ledger of revocations has a place of its own
 */
record OwnBackup(Path directory, boolean ownLedger) {
  private static final int LEDGER_INCOMPLETE = 3;

  /** Makes its directory, with a password. */
  static OwnBackup make(Path directory, boolean ownLedger) throws IOException {
    OwnBackup backup = new OwnBackup(Files.createDirectories(directory), ownLedger);
    Files.writeString(backup.password(), "the password of a trial's backup\n");
    return backup;
  }

  private Path place() {
    return directory.resolve("backup");
  }

  private Path password() {
    return directory.resolve("password");
  }

  private Path ledger() {
    return ownLedger ? directory.resolve("ledger") : place();
  }

  /** The settings of a site. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--backup-to", place().toString()));
    arguments.addAll(List.of("--backup-password", password().toString()));
    if (ownLedger) {
      arguments.addAll(List.of("--backup-ledger", ledger().toString()));
    }
    return arguments;
  }

  /**
   * Runs {@code bongsu restore}.
   *
   * @param to a new directory
   * @return false if it refuses because the ledger is not complete
   * @throws IOException if it fails
   */
  boolean restore(Path to, boolean withoutLedger) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--from", place().toString(), "--password", password().toString()));
    arguments.addAll(List.of("--ledger", ledger().toString(), "--data", to.toString()));
    if (withoutLedger) {
      arguments.add("--without-ledger");
    }
    int status = RestoreCommand.line().execute(arguments.toArray(String[]::new));
    if (status != 0 && status != LEDGER_INCOMPLETE) {
      throw new IOException("bongsu restore ended with status " + status);
    }
    return status == 0;
  }

  /** Deletes all snapshots of the ledger, which must have a place of its own. */
  void loseLedger() throws IOException {
    if (!ownLedger) {
      throw new IllegalStateException("the backup would be lost, too");
    }
    Directories.delete(ledger().resolve("snapshots"));
    Files.createDirectory(ledger().resolve("snapshots"));
  }
}
