package org.bongsu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bongsu.json.Json;
import org.bongsu.korean.KoreanText;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes on disk for each message of 30 syllables. If the bench starts the server, it is stopped
 * before each reading; otherwise the size is read once it is stable. Write-ahead files (SQLite's
 * and the log's) are counted separately: they hold the newest messages a second time and do not
 * grow with their number.
 */
final class DiskPart {
  private static final int SYLLABLES = 30;
  private static final int ROOMS = 20;
  private static final int USERS = 10;

  /** Messages sent before the first reading, so that fixed costs are not counted. */
  private static final int MESSAGES_BEFORE = 500;

  private static final int STILL_MILLIS = 3_000;
  private static final int STILL_TRIES_MAX = 10;
  private static final double BYTES_TARGET = 800;

  private DiskPart() {}

  static void measure(
      Stage stage, WorldBuilderFactory builders, BenchOptions options, Findings findings) {
    Optional<Path> data = stage.server().data();
    if (data.isEmpty()) {
      findings.note("disk: not measured, since the data directory is not known (--data)");
      return;
    }
    int messages = options.scale().diskMessages();
    stage.out().printf("disk: %,d messages of %d syllables%n", messages, SYLLABLES);
    WorldBuilder builder = builders.on(stage);
    RoomPlan plan = plan();
    List<World.Account> accounts = builder.accounts("disk", USERS);
    List<World.Room> rooms = builder.rooms(accounts, plan.rooms());
    KoreanText korean = new KoreanText(options.crowd().seed());
    send(stage.calls(), accounts, rooms, korean, 0, MESSAGES_BEFORE);
    long before = weigh(stage, data.get());
    send(stage.calls(), accounts, rooms, korean, MESSAGES_BEFORE, messages);
    long after = weigh(stage, data.get());
    findings.add(
        Measure.atMost(
            "disk_bytes_per_message",
            "on disk for a message of " + SYLLABLES + " syllables",
            (after - before) / (double) messages,
            "B",
            BYTES_TARGET));
    findings.note(
        "disk: weighed without write-ahead files (now "
            + Measure.shown(weight(data.get(), true) / 1e6)
            + " MB)");
  }

  /** Makes builders whose accounts do not collide with those of others. */
  @FunctionalInterface
  interface WorldBuilderFactory {
    WorldBuilder on(Stage stage);
  }

  private static RoomPlan plan() {
    var rooms =
        java.util.stream.IntStream.range(0, ROOMS)
            .mapToObj(i ->
                new RoomPlan.PlannedRoom(
                    RoomPlan.Kind.PUBLIC, new int[] {i % USERS, (i + 1) % USERS, (i + 3) % USERS}))
            .toList();
    return new RoomPlan(USERS, rooms);
  }

  private static void send(
      Calls calls,
      List<World.Account> accounts,
      List<World.Room> rooms,
      KoreanText korean,
      int first,
      int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = korean.ofSyllables(SYLLABLES);
    }
    Calls.inParallel(
        count,
        i -> {
          World.Room room = rooms.get(i % rooms.size());
          int member = room.members()[i / rooms.size() % room.members().length];
          ObjectNode body = Json.object().put("msgtype", "m.text").put("body", texts[i]);
          String target = Requests.sendTarget(room.encodedId(), "disk" + (first + i));
          calls.put(accounts.get(member).token(), target, body);
        });
  }

  private static long weigh(Stage stage, Path data) {
    if (stage.canRestart()) {
      stage.stop();
      long weight = weight(data, false);
      stage.start();
      return weight;
    }
    long weight = weight(data, false);
    for (int tries = 0; tries < STILL_TRIES_MAX; tries++) {
      Calls.sleep(STILL_MILLIS);
      long now = weight(data, false);
      if (now == weight) {
        return now;
      }
      weight = now;
    }
    return weight;
  }

  /** Bytes of all files, either of write-ahead files or of all others. */
  private static long weight(Path data, boolean writeAhead) {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> isWriteAhead(file) == writeAhead)
          .mapToLong(DiskPart::size)
          .sum();
    } catch (IOException e) {
      throw new BenchFailed("cannot read " + data + ": " + e.getMessage(), e);
    }
  }

  private static boolean isWriteAhead(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith("-wal") || name.endsWith("-shm") || name.endsWith(".log");
  }

  /** 0 for a file that the server has just deleted. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
