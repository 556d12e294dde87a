package org.bongsu.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.ShardCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.store.Db;
import org.bongsu.store.RowScan;
import org.bongsu.store.ShardFile;

/**
 * Measures the cost of row digests: messages are applied, in turns, with digests over entries and
 * outcomes only, as at level 1; with written rows; and with the row scan as well. Run {@code main}
 * with the number of rounds and of messages; it prints the medians, in microseconds of this
 * thread's CPU and of time for each message.
 */
final class ApplyBenchmark {
  private static final List<String> WAYS =
      List.of("entries and outcomes", "what is written, too", "and the scan of rows");

  private static final RowScan.Pace NO_SCAN = new RowScan.Pace(Integer.MAX_VALUE, 1);
  private static final int ROOMS = 50;
  private static final int BATCH = 256;
  private static final String TEXT = "오늘 저녁에 다 같이 모여서 이야기하기로 했어요. ".repeat(2);

  private ApplyBenchmark() {}

  private record Cost(double cpuMicros, double micros) {}

  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[0]);
    int messages = Integer.parseInt(arguments[1]);
    List<List<Cost>> costs = WAYS.stream().map(way -> (List<Cost>) new ArrayList<Cost>()).toList();
    for (int round = -1; round < rounds; round++) { // the first one warms up
      for (int i = 0; i < WAYS.size(); i++) {
        int way = (i + round + 1) % WAYS.size();
        Cost cost = run(way, messages);
        if (round >= 0) {
          costs.get(way).add(cost);
        }
      }
    }
    double before = 0;
    for (int way = 0; way < WAYS.size(); way++) {
      double cpu = median(costs.get(way).stream().mapToDouble(Cost::cpuMicros).toArray());
      double time = median(costs.get(way).stream().mapToDouble(Cost::micros).toArray());
      before = way == 0 ? cpu : before;
      System.out.printf(
          "%-22s %.2f us CPU (%+.1f %%), %.2f us%n",
          WAYS.get(way), cpu, 100 * (cpu / before - 1), time);
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static Cost run(int way, int messages) throws IOException {
    Path directory = Files.createTempDirectory("apply");
    try (Db db = new ShardFile(directory.resolve("000.db")).openWriter()) {
      StateMachine machine =
          new StateMachine(
              0,
              new ShardMap(1),
              db,
              CommandLevels.NEWEST,
              way == 1 ? NO_SCAN : RowScan.Pace.DEFAULT);
      List<LogRecord> log = log(way == 0 ? 1 : 2, messages);
      var threads = java.lang.management.ManagementFactory.getThreadMXBean();
      long cpu = threads.getCurrentThreadCpuTime();
      long time = System.nanoTime();
      for (int from = 0; from < log.size(); from += BATCH) {
        machine.apply(log.subList(from, Math.min(log.size(), from + BATCH)));
      }
      return new Cost(
          (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / messages,
          (System.nanoTime() - time) / 1e3 / messages);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<LogRecord> log(int level, int messages) {
    List<LogRecord> log = new ArrayList<>();
    add(log, new ShardCommand.ActivateLevel(level));
    for (int room = 0; room < ROOMS; room++) {
      add(log, create(room));
    }
    for (int message = 0; message < messages; message++) {
      add(log, say(message % ROOMS, message));
    }
    return log;
  }

  private static void add(List<LogRecord> log, Command command) {
    byte[] entry = EntryCodec.encode(1_000 + log.size(), "o" + log.size(), command);
    log.add(new LogRecord(log.size(), entry));
  }

  private static UserId user(int room) {
    return new UserId("@user" + room + ":example.org");
  }

  private static RoomId room(int number) {
    return new RoomId("!room" + number + ":example.org");
  }

  private static Command create(int room) {
    List<NewEvent> events =
        List.of(
            new NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
            new NewEvent(
                "m.room.member", user(room).value(), Json.object().put("membership", "join")));
    return new RoomCommand.CreateRoom(room(room), user(room), "11", false, 1, events);
  }

  private static Command say(int room, int number) {
    return new RoomCommand.SendEvent(
        room(room),
        user(room),
        new DeviceId("D"),
        "t" + number,
        new NewEvent(
            "m.room.message",
            null,
            Json.object().put("msgtype", "m.text").put("body", number + TEXT)),
        null);
  }
}
