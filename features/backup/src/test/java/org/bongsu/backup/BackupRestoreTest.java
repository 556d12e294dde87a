package org.bongsu.backup;

import static org.bongsu.backup.Deployment.GILDONG;
import static org.bongsu.backup.Deployment.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.media.StoredMedia;
import org.bongsu.restic.WrongPassword;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a running deployment to one that is made from its backup alone. */
@Timeout(60)
class BackupRestoreTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;
  private BackupSettings settings =
      Deployment.settings(Path.of(""), Path.of(""), Path.of("x"), HOUR);

  @BeforeEach
  void choosePlaces() throws IOException {
    settings = settings(HOUR);
  }

  private BackupSettings settings(Duration checkpointEvery) throws IOException {
    Path to = directory.resolve("backup");
    return Deployment.settings(to, to, Deployment.passwordIn(directory), checkpointEvery);
  }

  private Deployment backedUp() throws IOException {
    return Deployment.open(directory.resolve("data")).backedUp(settings);
  }

  private RestoreReport restore(String name, Optional<Instant> until, boolean withoutLedger)
      throws IOException {
    return Restore.run(
        new Restore.Request(
            BackupPlace.of(settings, Map.of()),
            BackupPlace.ofLedger(settings, Map.of()),
            directory.resolve(name),
            until,
            withoutLedger),
        step -> {});
  }

  private RestoreReport restore() throws IOException {
    return restore("restored", Optional.empty(), false);
  }

  private Deployment restored() throws IOException {
    return Deployment.open(directory.resolve("restored"));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatWasAcknowledgedIsThereAgain() throws Exception {
    RoomId room;
    StoredMedia photo;
    byte[] content = bytes(3_000_000);
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.register(GILDONG);
      room = deployment.room();
      deployment.say(room, SOONBOK, "checkpoint 전에");
      deployment.backUpNow();
      deployment.say(room, GILDONG, "checkpoint 뒤에");
      photo = deployment.upload("photo", GILDONG, content);
      deployment.say(room, GILDONG, "마지막");
      deployment.awaitSaved();
      deployment.killBackup();
      deployment.say(room, GILDONG, "backup 밖에");
    }
    RestoreReport report = restore();
    assertEquals(Deployment.SERVER, report.serverName());
    assertEquals(0, report.mediaMissing());
    assertEquals(1, report.media());
    assertTrue(report.entries() >= 3, report::toString);
    try (Deployment restored = restored()) {
      assertEquals(List.of("checkpoint 전에", "checkpoint 뒤에", "마지막"), restored.texts(room));
      assertArrayEquals(
          content, Files.readAllBytes(restored.media().find(photo.hash()).orElseThrow().path()));
      restored.say(room, GILDONG, "복원 뒤에");
    }
  }

  @Test
  void everybodyHasToSignInAgain() throws Exception {
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.register(GILDONG);
      deployment.backUpNow();
    }
    assertEquals(2, restore().sessionsEnded());
    try (Deployment restored = restored()) {
      assertTrue(restored.exists(SOONBOK, "SELECT 1 FROM account WHERE user = ?", SOONBOK));
      assertFalse(restored.exists(SOONBOK, "SELECT 1 FROM session"));
      assertFalse(restored.exists(SOONBOK, "SELECT 1 FROM device WHERE user = ?", SOONBOK));
    }
  }

  @Test
  void anEarlierMomentIsRestoredAndWhatWasRevokedSinceStaysRevoked() throws Exception {
    RoomId room;
    Instant moment;
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.register(GILDONG);
      room = deployment.room();
      deployment.backUpNow();
      deployment.say(room, SOONBOK, "남는 말");
      EventId secret = deployment.say(room, GILDONG, "지울 말");
      deployment.awaitSaved();
      moment = Instant.now();
      Thread.sleep(5);
      deployment.redact(room, GILDONG, secret);
      deployment.say(room, SOONBOK, "나중 말");
      deployment.awaitSaved();
    }
    RestoreReport report = restore("restored", Optional.of(moment), false);
    assertEquals(1, report.reapplied());
    assertFalse(report.restoredTo().isAfter(moment));
    try (Deployment restored = restored()) {
      assertEquals(List.of("남는 말"), restored.texts(room));
    }
  }

  /** The ledger is written before a revocation is acknowledged, the log only every so often. */
  @Test
  void whatWasRevokedRightBeforeTheFireStaysRevoked() throws Exception {
    settings =
        new BackupSettings(
            settings.backupTo(),
            settings.backupPassword(),
            "",
            HOUR, // no further round by itself
            HOUR,
            64L << 20,
            48,
            30,
            "",
            "",
            "");
    RoomId room;
    EventId secret;
    Path data = directory.resolve("data");
    try (Deployment deployment = Deployment.open(data)) {
      deployment.register(SOONBOK);
      deployment.register(GILDONG);
      room = deployment.room();
      secret = deployment.say(room, GILDONG, "지울 말");
    }
    try (Deployment deployment = Deployment.open(data).backedUp(settings)) {
      deployment.awaitSaved();
      deployment.redact(room, GILDONG, secret);
      deployment.killBackup();
    }
    RestoreReport report = restore();
    assertEquals(1, report.reapplied());
    try (Deployment restored = restored()) {
      assertEquals(List.of(), restored.texts(room));
    }
  }

  @Test
  void withoutTheLedgerItIsRefused() throws Exception {
    Path ledger = directory.resolve("ledger");
    settings =
        Deployment.settings(
            directory.resolve("backup"), ledger, Deployment.passwordIn(directory), HOUR);
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.backUpNow();
    }
    assertTrue(Files.exists(ledger.resolve("config")), "the ledger has a place of its own");
    try (Stream<Path> snapshots = Files.list(ledger.resolve("snapshots"))) {
      for (Path snapshot : snapshots.toList()) {
        Files.delete(snapshot);
      }
    }
    assertThrows(LedgerIncomplete.class, this::restore);
    assertFalse(Files.exists(directory.resolve("restored")));
    assertFalse(Files.exists(directory.resolve("restored.restoring")));
    assertTrue(restore("restored", Optional.empty(), true).withoutLedger());
  }

  @Test
  void aStartAfterAKillContinues() throws Exception {
    RoomId room;
    Path data = directory.resolve("data");
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.register(GILDONG);
      room = deployment.room();
      deployment.backUpNow();
      deployment.killBackup();
      deployment.say(room, SOONBOK, "in between");
    }
    try (Deployment deployment = Deployment.open(data).backedUp(settings)) {
      deployment.say(room, SOONBOK, "afterwards");
      deployment.awaitSaved();
    }
    restore();
    try (Deployment restored = restored()) {
      assertEquals(List.of("in between", "afterwards"), restored.texts(room));
    }
  }

  @Test
  void deletedMediaIsRemovedFromAllBackups() throws Exception {
    StoredMedia photo;
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      photo = deployment.upload("photo", SOONBOK, bytes(2_000_000));
      deployment.backUpNow();
      deployment.accept(new org.bongsu.command.MediaCommand.RedactMedia("photo", SOONBOK));
      Files.delete(photo.path()); // as ContentRemoval does
      deployment.backUpNow();
      deployment.backUpNow();
    }
    try (var repository = BackupPlace.of(settings, Map.of()).open(directory.resolve("cache"))) {
      for (var snapshot : BackupTree.snapshots(repository, BackupTree.TAG)) {
        Timeline.visit(
            repository,
            BackupTree.load(repository, snapshot).media(),
            file -> assertFalse(file.name().equals(photo.hash().value())));
      }
    }
    assertEquals(0, restore().media());
  }

  @Test
  void aDirectoryInUseOrAWrongPasswordIsRefused() throws Exception {
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.backUpNow();
    }
    assertThrows(Restore.TargetInUse.class, () -> restore("data", Optional.empty(), false));
    assertThrows(
        RestorePoint.NotFound.class,
        () -> restore("restored", Optional.of(Instant.parse("2022-10-15T06:19:00Z")), false));
    Files.writeString(directory.resolve("password"), "another password");
    assertThrows(WrongPassword.class, this::restore);
  }

  @Test
  void theBackupsAreListedAndVerified() throws Exception {
    try (Deployment deployment = backedUp()) {
      deployment.register(SOONBOK);
      deployment.backUpNow();
      deployment.register(GILDONG);
      deployment.awaitSaved();
    }
    BackupPlace place = BackupPlace.of(settings, Map.of());
    List<Backups.Backup> all = Backups.list(place, directory.resolve("cache"));
    assertEquals(Deployment.SERVER, all.getLast().serverName());
    Backups.Verified verified = Backups.verify(place, directory.resolve("cache"), true);
    assertEquals(List.of(), verified.problems());
    assertEquals(all.size(), verified.backups());
  }
}
