package org.bongsu.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.bongsu.http.RequestError;
import org.bongsu.json.Json;
import org.bongsu.media.MediaStore;
import org.bongsu.node.AdminCommands;
import org.bongsu.node.Body;
import org.bongsu.node.Feature;
import org.bongsu.node.HealthLine;
import org.bongsu.node.Homeserver;
import org.bongsu.node.Metric;
import org.bongsu.node.NodeContext;
import org.bongsu.restic.StorageUnavailable;
import tools.jackson.databind.node.ObjectNode;

/** Continuous backups, written by the site that leads. */
public final class BackupFeature implements Feature {
  /** The admin command for a complete backup with a new checkpoint. */
  public static final String NOW = "backup-now";

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public Optional<Class<? extends Record>> settings() {
    return Optional.of(BackupSettings.class);
  }

  @Override
  public Optional<AdminCommands> adminCommands(Homeserver homeserver) {
    return Optional.of(onNow(() -> backUpStopped(homeserver)));
  }

  private static AdminCommands onNow(Supplier<ObjectNode> answer) {
    return question ->
        Body.string(question, "do").equals(NOW) ? Optional.of(answer.get()) : Optional.empty();
  }

  /** Backs up a data directory of which no server runs. */
  private static ObjectNode backUpStopped(Homeserver homeserver) {
    BackupSettings settings = homeserver.settings(BackupSettings.class);
    if (!settings.isOn()) {
      throw RequestError.unavailable("The place of the backup is missing: give --to");
    }
    MediaStore media = MediaStore.open(homeserver.config().data().resolve("media"));
    try (On on = start(homeserver, media, () -> true, settings)) {
      return on.backUpNow();
    }
  }

  @Override
  public Running start(NodeContext node) {
    BackupSettings settings = node.homeserver().settings(BackupSettings.class);
    if (!settings.isOn()) {
      return new Off();
    }
    BooleanSupplier isLeader =
        node.site().<BooleanSupplier>map(site -> site::isLeader).orElse(() -> true);
    return start(node.homeserver(), node.media(), isLeader, settings);
  }

  private static On start(
      Homeserver homeserver, MediaStore media, BooleanSupplier isLeader, BackupSettings settings) {
    EntryTail tail = new EntryTail(homeserver.shards().positions());
    homeserver.shards().follow(tail);
    BackupStatus status = new BackupStatus();
    LedgerProgress progress =
        new LedgerProgress(homeserver.shards(), tail, homeserver.bus(), status);
    homeserver.commands().ledger(progress);
    BackupSource source =
        new BackupSource(
            homeserver.config().serverName(),
            homeserver.shards(),
            media,
            homeserver.config().data(),
            tail);
    try {
      Map<String, String> environment = System.getenv();
      ContinuousBackup backup =
          new ContinuousBackup(
              source,
              settings,
              BackupPlace.of(settings, environment),
              settings.backupLedger().isEmpty()
                  ? null
                  : BackupPlace.ofLedger(settings, environment),
              isLeader,
              progress,
              status,
              homeserver.clock());
      backup.start();
      return new On(backup, status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without backups the operator is told so. */
  private record Off() implements Running {
    @Override
    public List<HealthLine> health() {
      return List.of(new HealthLine("backup", true, "off: backup-to is not set"));
    }

    @Override
    public Optional<AdminCommands> adminCommands() {
      return Optional.of(
          onNow(() -> {
            throw RequestError.unavailable(
                "The server runs without backups: start it with backup-to, or stop it first");
          }));
    }
  }

  private record On(ContinuousBackup backup, BackupStatus status) implements Running {
    @Override
    public Optional<AdminCommands> adminCommands() {
      return Optional.of(onNow(this::backUpNow));
    }

    ObjectNode backUpNow() {
      try {
        return Json.object().put("saved", backup.backUpNow().toString());
      } catch (StorageUnavailable e) {
        throw RequestError.unavailable("The backup is not written: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw RequestError.unavailable("Shutting down");
      }
    }

    @Override
    public List<HealthLine> health() {
      return status.health();
    }

    @Override
    public List<Metric> metrics() {
      return status.metrics();
    }

    @Override
    public void close() {
      backup.close();
    }
  }
}
