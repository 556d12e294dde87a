package org.bongsu.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/**
 * Measures the cost of search: applies messages of 30 syllables to one shard through the production
 * state machine, then searches. Prints bytes and microseconds of CPU a message, and medians of
 * searches.
 *
 * <p>{@code java -cp … org.bongsu.search.SearchBenchmark [messages] [batch]}
 */
final class SearchBenchmark {
  private static final UserId SOONBOK = new UserId("@soonbok:localhost");
  private static final int ROOMS = 200;
  private static final int SEARCHES = 51;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Db db;
  private final StateMachine machine;
  private long position;

  private SearchBenchmark(Db db) {
    this.db = db;
    this.machine = new StateMachine(0, new ShardMap(1), db);
  }

  public static void main(String[] arguments) throws IOException {
    int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 128;
    // the same as events that are not indexed, for comparison
    run("m.note", messages, batch);
    run("m.room.message", messages, batch);
  }

  private static void run(String type, int messages, int batch) throws IOException {
    Path directory = Files.createTempDirectory("bongsu-search");
    Path file = directory.resolve("000.db");
    try (Db db = new ShardFile(file).openWriter()) {
      SearchBenchmark benchmark = new SearchBenchmark(db);
      benchmark.run(type, messages, batch, file);
    } finally {
      try (var files = Files.list(directory)) {
        for (Path left : files.toList()) {
          Files.delete(left);
        }
      }
      Files.delete(directory);
    }
  }

  private void run(String type, int messages, int batch, Path file) throws IOException {
    apply(rooms());
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    long bytesBefore = Files.size(file);
    KoreanChat chat = new KoreanChat(1);
    List<LogRecord> records = new ArrayList<>();
    long nanos = 0;
    for (int i = 0; i < messages; i++) {
      records.add(message(type, i, chat.message(30)));
      if (records.size() == batch || i + 1 == messages) {
        long start = CPU.getCurrentThreadCpuTime();
        machine.apply(records);
        nanos += CPU.getCurrentThreadCpuTime() - start;
        records.clear();
        if (i / batch % 50 == 0) {
          db.execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
      }
    }
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    long bytes = Files.size(file) - bytesBefore;
    System.out.printf(
        "%d %s in batches of %d: %.1f us of CPU and %d bytes each, search index %d bytes%n",
        messages, type, batch, nanos / 1e3 / messages, bytes / messages, indexBytes() / messages);
    if (!type.equals("m.room.message")) {
      return;
    }
    System.out.println("terms alone: %.1f us a message".formatted(termsMicros()));
    for (String typed : List.of("봉수", "데이터센터", "회의 자료", "자료회의보고서", "물", "ㅋㅋ", "쀍뷁", "서버 장애 복구")) {
      search(typed);
    }
  }

  private List<LogRecord> rooms() {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      List<NewEvent> events =
          List.of(
              new NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
              new NewEvent(
                  "m.room.member", SOONBOK.value(), Json.object().put("membership", "join")));
      RoomId room = room(i);
      records.add(record(new RoomCommand.CreateRoom(room, SOONBOK, "11", false, 1, events)));
    }
    return records;
  }

  private void apply(List<LogRecord> records) {
    machine.apply(records);
  }

  private static RoomId room(int i) {
    return new RoomId("!room" + i + ":localhost");
  }

  private LogRecord message(String type, int i, String body) {
    NewEvent event =
        new NewEvent(type, null, Json.object().put("msgtype", "m.text").put("body", body));
    return record(
        new RoomCommand.SendEvent(
            room(i % ROOMS), SOONBOK, new DeviceId("ABCDEFGHIJ"), "m165" + i, event, null));
  }

  private LogRecord record(RoomCommand command) {
    byte[] payload = EntryCodec.encode(1_665_814_740_000L + position, "run/1", command);
    return new LogRecord(position++, payload);
  }

  private long indexBytes() {
    return db.number("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'search%'").orElse(0);
  }

  private static double termsMicros() {
    KoreanChat chat = new KoreanChat(2);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      texts.add(chat.message(30));
    }
    long start = System.nanoTime();
    long terms = 0;
    for (String text : texts) {
      terms += Bigrams.of(SearchText.normalise(text)).size();
    }
    double micros = (System.nanoTime() - start) / 1e3 / texts.size();
    return terms > 0 ? micros : Double.NaN;
  }

  private void search(String typed) {
    SearchQuery query = SearchQuery.of(typed).orElseThrow();
    Set<Long> rooms = Set.of(1L, 2L, 3L, 5L, 8L, 13L, 21L, 34L, 55L, 89L);
    SearchedTexts texts = new SearchedTexts(db);
    double[] micros = new double[SEARCHES];
    int found = 0;
    for (int i = 0; i < SEARCHES; i++) {
      long start = System.nanoTime();
      found = 0;
      for (long candidate :
          texts.candidates(query, Set.of(SearchKey.values()), rooms, Long.MAX_VALUE, 50)) {
        for (SearchedTexts.Text text : texts.at(candidate, SearchedTexts.Seen.ALL)) {
          found += query.matches(SearchText.normalise(text.text())) ? 1 : 0;
        }
      }
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(micros);
    System.out.printf(
        "%s: %d of the newest 50 in 10 of %d rooms, median %.1f ms, worst %.1f ms%n",
        typed, found, ROOMS, micros[SEARCHES / 2] / 1e3, micros[SEARCHES - 1] / 1e3);
  }
}
