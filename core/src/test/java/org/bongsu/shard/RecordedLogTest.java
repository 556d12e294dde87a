package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.log.LogRecord;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded logs must give the digests that they gave when they were recorded. This guards against
 * unintended changes in what entries do, and against differences between runs of the JVM.
 */
class RecordedLogTest {
  /**
   * The recordings. {@code v1} stays at level 1; {@code v2} crosses to level 2, {@code v3} to level
   * 3, {@code v4} to level 4 and {@code v5} to level 5; {@code corrected-2} has on both sides of
   * the switch the defects that level 2 corrects.
   */
  private static final List<String> RECORDINGS =
      List.of("v1", "v2", "v3", "v4", "v5", "corrected-2");

  private static final String NEWEST = "v" + CommandLevels.NEWEST;

  private static final String HOW_TO_RECORD =
      """
      The recording of the newest level is rewritten with
        ./mvnw -q -pl trials -am test -Dtest=RecordingTest -Drecording.write=true \
      -Dsurefire.failIfNoSpecifiedTests=false
      Before the release that brings the level, that is all. Afterwards a recording stays as it is: \
      stores out there hold what it led to, so keep its digests, and record what is new at a new \
      level, in another file.\
      """;

  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"shard\":(\\d+),\"position\":(\\d+),\"digest\":\"([0-9a-f]{16})\",\"entry\":(.*)}");

  /** Silenced: some recorded entries were put aside. */
  private static final Logger PUT_ASIDE = Logger.getLogger(StateMachine.class.getName());

  @BeforeAll
  static void silenceLogging() {
    PUT_ASIDE.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLogging() {
    PUT_ASIDE.setLevel(null);
  }

  private record Recorded(int shard, long position, String digest, String entry) {}

  private static List<Recorded> recording(String name) throws IOException {
    String resource = "/recorded/" + name + ".jsonl";
    try (InputStream in = RecordedLogTest.class.getResourceAsStream(resource)) {
      if (in == null) {
        return fail("there is no recording " + name + ".\n" + HOW_TO_RECORD);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(RecordedLogTest::parse).toList();
    }
  }

  private static Recorded parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return fail("not a line of a recording: " + line);
    }
    return new Recorded(
        Integer.parseInt(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        matcher.group(3),
        matcher.group(4));
  }

  /** A line of a recording. */
  static String line(int shard, LogRecord record, byte[] digestAfter) {
    return "{\"shard\":%d,\"position\":%d,\"digest\":\"%s\",\"entry\":%s}"
        .formatted(
            shard,
            record.position(),
            HexFormat.of().formatHex(digestAfter, 0, 8),
            new String(record.payload(), StandardCharsets.UTF_8));
  }

  private static List<String> recordings() {
    return RECORDINGS;
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void aRecordedLogGivesTheRecordedDigests(String name, @TempDir Path directory)
      throws IOException {
    List<Recorded> recording = recording(name);
    int shards = 1 + recording.stream().mapToInt(Recorded::shard).max().orElseThrow();
    Map<Integer, Db> dbs = new TreeMap<>();
    Map<Integer, StateMachine> machines = new TreeMap<>();
    for (int shard = 0; shard < shards; shard++) {
      Db db = new ShardFile(directory.resolve(shard + ".db")).openWriter();
      dbs.put(shard, db);
      machines.put(shard, new StateMachine(shard, new ShardMap(shards), db));
    }
    try {
      for (Recorded one : recording) {
        StateMachine machine = machines.get(one.shard);
        byte[] payload = one.entry.getBytes(StandardCharsets.UTF_8);
        machine.apply(List.of(new LogRecord(one.position, payload)));
        assertEquals(
            one.digest,
            HexFormat.of().formatHex(machine.digest(), 0, 8),
            () ->
                "another outcome for position %d of shard %d: %s\n%s"
                    .formatted(one.position, one.shard, one.entry, HOW_TO_RECORD));
      }
    } finally {
      dbs.values().forEach(Db::close);
    }
  }

  @Test
  void everyShardOfTheNewestRecordingCrossesTheSwitch() throws IOException {
    Map<Integer, Integer> levels = new TreeMap<>();
    Pattern activate = Pattern.compile("\"do\":\"ActivateLevel\",\"with\":\\{\"level\":(\\d+)");
    for (Recorded one : recording(NEWEST)) {
      Matcher found = activate.matcher(one.entry);
      levels.putIfAbsent(one.shard, CommandLevels.OLDEST);
      if (found.find()) {
        levels.put(one.shard, Integer.parseInt(found.group(1)));
      }
    }
    levels.values().forEach(level -> assertEquals(CommandLevels.NEWEST, level));
  }

  @Test
  void theNewestRecordingHasEveryCommand() throws IOException {
    Set<String> recorded = new TreeSet<>();
    for (Recorded one : recording(NEWEST)) {
      Pattern.compile("\"do\":\"(\\w+)\"")
          .matcher(one.entry)
          .results()
          .map((MatchResult found) -> found.group(1))
          .forEach(recorded::add);
    }
    Set<String> missing = new TreeSet<>();
    addNames(Command.class, missing);
    missing.removeAll(recorded);
    assertEquals(
        Set.of(),
        missing,
        "these commands are not in the recording; give people a habit of them in"
            + " org.bongsu.sim, and record again.\n"
            + HOW_TO_RECORD);
  }

  private static void addNames(Class<?> type, Set<String> names) {
    if (!type.isSealed()) {
      names.add(type.getSimpleName());
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      addNames(permitted, names);
    }
  }
}
