package org.bongsu.backup;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.Bus;
import org.bongsu.cluster.Peers;
import org.bongsu.command.Command;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaTooLarge;
import org.bongsu.media.StoredMedia;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A single machine's shards and media store, without HTTP, perhaps with continuous backups. */
final class Deployment implements AutoCloseable {
  static final String SERVER = "chat.example.org";
  static final UserId SOONBOK = UserId.of("soonbok", SERVER);
  static final UserId GILDONG = UserId.of("gildong", SERVER);
  private static final ShardMap MAP = new ShardMap(4);

  private final Path data;
  private final Shards shards;
  private final MediaStore media;
  private final CommandGateway commands;
  private final BackupStatus status = new BackupStatus();
  private @Nullable ContinuousBackup backup;
  private volatile boolean leads = true;
  private int number;

  private Deployment(Path data) throws IOException {
    this.data = data;
    this.shards = Shards.openLocal(data, MAP, Clock.systemUTC());
    this.media = MediaStore.open(data.resolve("media"));
    this.commands = new CommandGateway(shards, Peers.NONE);
  }

  static Deployment open(Path data) throws IOException {
    return new Deployment(data);
  }

  static BackupSettings settings(Path to, Path ledger, Path password, Duration checkpointEvery) {
    return new BackupSettings(
        to.toString(),
        password.toString(),
        ledger.equals(to) ? "" : ledger.toString(),
        Duration.ofMillis(50),
        checkpointEvery,
        64L << 20,
        48,
        30,
        "",
        "",
        "");
  }

  /** Starts continuous backups. */
  Deployment backedUp(BackupSettings settings) throws IOException {
    EntryTail tail = new EntryTail(shards.positions());
    shards.follow(tail);
    LedgerProgress progress = new LedgerProgress(shards, tail, Bus.NONE, status);
    commands.ledger(progress);
    ContinuousBackup started =
        new ContinuousBackup(
            new BackupSource(SERVER, shards, media, data, tail),
            settings,
            BackupPlace.of(settings, Map.of()),
            settings.backupLedger().isEmpty() ? null : BackupPlace.ofLedger(settings, Map.of()),
            () -> leads,
            progress,
            status,
            Clock.systemUTC());
    started.start();
    backup = started;
    return this;
  }

  /** Waits for a complete backup with a new checkpoint. */
  void backUpNow() throws InterruptedException {
    java.util.Objects.requireNonNull(backup).backUpNow();
  }

  /** Waits until everything applied so far is in the backup. */
  void awaitSaved() throws InterruptedException {
    java.time.Instant now = java.time.Instant.now();
    while (!status.savedAt().isAfter(now)) {
      Thread.sleep(10);
    }
  }

  BackupStatus status() {
    return status;
  }

  Shards shards() {
    return shards;
  }

  MediaStore media() {
    return media;
  }

  /** Applies a command that must be accepted. */
  ObjectNode accept(Command command) {
    return assertInstanceOf(Outcome.Accepted.class, commands.apply(command)).result();
  }

  void register(UserId user) {
    accept(
        new UserCommand.RegisterUser(
            user,
            null,
            false,
            new UserCommand.NewSession(
                new DeviceId("PHONE"), "전화기", "token-" + user.localpart(), null, null)));
  }

  /** A public room of which both are members. */
  RoomId room() {
    RoomId room = new RoomId("!room" + number++ + ":" + SERVER);
    List<NewEvent> events = new ArrayList<>();
    events.add(
        new NewEvent(
            EventTypes.CREATE,
            "",
            Json.object().put("creator", SOONBOK.value()).put("room_version", "11")));
    events.add(member(SOONBOK, "join"));
    ObjectNode levels = Json.object();
    levels.putObject("users").put(SOONBOK.value(), 100);
    events.add(new NewEvent(EventTypes.POWER_LEVELS, "", levels));
    events.add(new NewEvent(EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")));
    accept(new RoomCommand.CreateRoom(room, SOONBOK, "11", false, 1, events));
    accept(
        new RoomCommand.SetMembership(
            room, GILDONG, GILDONG, Json.object().put("membership", "join"), null, null));
    return room;
  }

  private static NewEvent member(UserId user, String membership) {
    return new NewEvent(
        EventTypes.MEMBER, user.value(), Json.object().put("membership", membership));
  }

  EventId say(RoomId room, UserId sender, String text) {
    NewEvent event =
        new NewEvent(
            "m.room.message", null, Json.object().put("msgtype", "m.text").put("body", text));
    String id =
        accept(
                new RoomCommand.SendEvent(
                    room, sender, new DeviceId("PHONE"), "t" + number++, event, null))
            .path("event_id")
            .asString();
    return new EventId(id);
  }

  void redact(RoomId room, UserId sender, EventId event) {
    accept(
        new RoomCommand.RedactEvent(
            room, sender, new DeviceId("PHONE"), "r" + number++, event, Json.object()));
  }

  /** Uploads content; its hash. */
  StoredMedia upload(String mediaId, UserId uploader, byte[] content) throws MediaTooLarge {
    try (MediaSink sink = media.receive(content.length)) {
      sink.write(ByteBuffer.wrap(content));
      StoredMedia stored = sink.keep();
      accept(
          new MediaCommand.StoreMedia(
              mediaId,
              uploader,
              stored.hash().value(),
              content.length,
              "application/octet-stream",
              null,
              false));
      return stored;
    }
  }

  /** The texts of a room's messages that are not deleted, oldest first. */
  List<String> texts(RoomId room) {
    return shards
        .readers()
        .read(
            shards.shardOf(room.value()),
            db ->
                db.list(
                    "SELECT content ->> '$.body' FROM event WHERE type = 'm.room.message'"
                        + " AND content ->> '$.body' IS NOT NULL"
                        + " AND room = (SELECT id FROM room WHERE room_id = ?) ORDER BY ordering",
                    row -> row.getString(1),
                    room));
  }

  boolean exists(UserId of, String sql, Object... arguments) {
    return shards.readers().read(shards.shardOf(of.value()), (Db db) -> db.exists(sql, arguments));
  }

  /** The backup ends as with a kill: without a last round. */
  void killBackup() {
    leads = false;
    java.util.Objects.requireNonNull(backup).close();
    backup = null;
  }

  @Override
  public void close() {
    if (backup != null) {
      backup.close();
    }
    shards.close();
  }

  static Path passwordIn(Path directory) throws IOException {
    return Files.writeString(directory.resolve("password"), "correct horse battery\n");
  }
}
