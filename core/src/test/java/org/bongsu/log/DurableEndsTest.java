package org.bongsu.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that has lost its end is not taken for a short one. */
class DurableEndsTest {
  private static final int SHARDS = 2;

  @TempDir Path data;

  private Path directory;
  private Path ends;

  @BeforeEach
  void name() {
    directory = data.resolve("log");
    ends = data.resolve("log-ends");
  }

  private LocalLog open() throws IOException {
    return LocalLog.open(directory, new long[SHARDS]);
  }

  private static void append(LocalLog log, int shard, String text) throws Exception {
    log.append(shard, text.getBytes(StandardCharsets.UTF_8)).get(10, TimeUnit.SECONDS);
  }

  private void write(String... texts) throws Exception {
    try (LocalLog log = open()) {
      for (String text : texts) {
        append(log, 1, text);
      }
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void empty() throws IOException {
    for (Path segment : segments()) {
      Files.delete(segment);
    }
  }

  @Test
  void anEmptiedLogIsRefused() throws Exception {
    write("하나", "둘");
    empty();
    String why = assertThrows(LogDamaged.class, this::open).getMessage();
    assertTrue(why.contains("the log of shard 1 ends at 0, but it had reached 2"), why);
  }

  @Test
  void aLogWhoseDirectoryIsGoneIsRefused() throws Exception {
    write("하나");
    empty();
    Files.delete(directory);
    assertThrows(LogDamaged.class, this::open);
  }

  @Test
  void anOlderFileInPlaceOfTheLogIsRefused() throws Exception {
    write("하나");
    Path old = data.resolve("old");
    Files.copy(segments().getFirst(), old);
    write("둘");
    Files.copy(old, segments().getFirst(), StandardCopyOption.REPLACE_EXISTING);
    assertThrows(LogDamaged.class, this::open);
  }

  @Test
  void aKilledServersLogIsCheckedUpToItsLastCheckpoint() throws Exception {
    try (LocalLog log = open()) {
      append(log, 1, "하나");
      log.trim(1, 0);
      append(log, 1, "둘");
      Files.copy(ends, data.resolve("as-killed"));
    }
    Files.move(data.resolve("as-killed"), ends, StandardCopyOption.REPLACE_EXISTING);
    write(); // nothing is missing
    empty();
    assertThrows(LogDamaged.class, this::open);
  }

  @Test
  void shardsThatHaveAppliedTheMissingEntriesAreEnough() throws Exception {
    write("하나", "둘");
    empty();
    LocalLog.open(directory, new long[] {0, 2}).close();
  }

  @Test
  void whoAcceptsTheLossDeletesTheFile() throws Exception {
    write("하나");
    empty();
    Files.delete(ends);
    write("처음부터");
  }

  @Test
  void aTornWriteLeavesTheOtherSlot() throws Exception {
    long[] first = {3, 5};
    long[] second = {4, 5};
    try (DurableEnds written = DurableEnds.open(ends)) {
      written.write(first);
      written.write(second);
    }
    damage(DurableEnds.SLOT_BYTES + 20);
    try (DurableEnds read = DurableEnds.open(ends)) {
      read.require(first);
      assertThrows(LogDamaged.class, () -> read.require(new long[] {2, 5}));
    }
    damage(20);
    String why = assertThrows(LogDamaged.class, () -> DurableEnds.open(ends)).getMessage();
    assertTrue(why.contains("log-ends is damaged"), why);
  }

  @Test
  void anUnchangedEndIsNotWrittenAgain() throws Exception {
    try (DurableEnds written = DurableEnds.open(ends)) {
      written.write(new long[] {1});
      long size = Files.size(ends);
      written.write(new long[] {1});
      assertEquals(size, Files.size(ends), "the second slot was written");
    }
  }

  private void damage(long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(ends.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 1);
    }
  }
}
