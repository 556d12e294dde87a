package org.bongsu.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recovery and failures of the local log: what it keeps, truncates and refuses. */
class LocalLogTest {
  private static final Duration WAIT = Duration.ofSeconds(10);

  @TempDir Path data;

  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(data.resolve("log"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long append(LocalLog log, int shard, String text) throws Exception {
    return log.append(shard, bytes(text)).get(10, TimeUnit.SECONDS);
  }

  private static List<String> read(LocalLog log, int shard, long from, int count)
      throws InterruptedException {
    List<String> read = new ArrayList<>();
    try (LogReader reader = log.reader(shard, from)) {
      while (read.size() < count) {
        List<LogRecord> records = reader.poll(count, WAIT);
        assertFalse(records.isEmpty(), "only " + read + " came");
        records.forEach(record -> read.add(new String(record.payload(), StandardCharsets.UTF_8)));
      }
    }
    return read;
  }

  private Path onlySegment() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  /** The contents of the only segment without its preallocated zeroes. */
  private byte[] written() throws IOException {
    byte[] bytes = Files.readAllBytes(onlySegment());
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private void writeOneByOne(String... texts) throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      for (String text : texts) {
        append(log, 0, text);
      }
    }
  }

  @Test
  void positionsOfAShardCountFromZeroAndGoOnAfterReopening() throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      assertEquals(0, append(log, 0, "하나"));
      assertEquals(0, append(log, 1, "다른 곳"));
      assertEquals(1, append(log, 0, "둘"));
    }
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      assertEquals(2, log.end(0));
      assertEquals(1, log.end(1));
      assertEquals(2, append(log, 0, "셋"));
      assertEquals(List.of("하나", "둘", "셋"), read(log, 0, 0, 3));
      assertEquals(List.of("다른 곳"), read(log, 1, 0, 1));
    }
  }

  @Test
  void aReaderBeginsWhereItsStoreEnds() throws Exception {
    writeOneByOne("하나", "둘", "셋");
    try (LocalLog log = LocalLog.open(directory, new long[] {2, 0})) {
      assertEquals(List.of("셋"), read(log, 0, 2, 1));
    }
  }

  @Test
  void positionsGoOnWhereTheStoreIsAheadOfTheLog() throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[] {7, 0})) {
      assertEquals(7, append(log, 0, "여덟째"));
    }
  }

  @Test
  void aRecordThatACrashCutShortIsGone() throws Exception {
    writeOneByOne("하나", "둘");
    byte[] whole = written();
    for (int cut = 1; cut < SegmentFormat.HEADER_BYTES + bytes("둘").length; cut++) {
      Files.write(onlySegment(), Arrays.copyOf(whole, whole.length - cut));
      Files.delete(data.resolve("log-ends")); // a crash would not have written it
      try (LocalLog log = LocalLog.open(directory, new long[2])) {
        assertEquals(1, log.end(0), "cut " + cut);
        assertEquals(1, append(log, 0, "다시"));
      }
      try (LocalLog log = LocalLog.open(directory, new long[2])) {
        assertEquals(List.of("하나", "다시"), read(log, 0, 0, 2));
      }
    }
  }

  @Test
  void zeroesBehindTheLastRecordAreCutOff() throws Exception {
    writeOneByOne("하나");
    Files.write(onlySegment(), new byte[100_000], StandardOpenOption.APPEND);
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      assertEquals(1, append(log, 0, "둘"));
    }
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      assertEquals(List.of("하나", "둘"), read(log, 0, 0, 2));
    }
  }

  @Test
  void recordsAreWrittenIntoRoomThatIsThereAlready() throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      append(log, 0, "하나");
      long size = Files.size(onlySegment());
      append(log, 0, "둘");
      assertEquals(size, Files.size(onlySegment()));
      append(log, 1, "봉".repeat(AppendFile.PREALLOCATED_BYTES / 4));
      append(log, 1, "수".repeat(AppendFile.PREALLOCATED_BYTES / 4));
      assertTrue(Files.size(onlySegment()) > size);
    }
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      assertEquals(2, log.end(0));
      assertEquals(2, log.end(1));
    }
  }

  @Test
  void aBrokenByteInWhatWasAcknowledgedIsRefusedWhereverItIs() throws Exception {
    writeOneByOne("하나", "둘", "셋");
    Path segment = onlySegment();
    byte[] whole = written();
    int lastRecord = SegmentFormat.HEADER_BYTES + bytes("셋").length;
    for (int at = 0; at < whole.length - lastRecord; at++) {
      byte[] broken = whole.clone();
      broken[at] ^= 0x41;
      Files.write(segment, broken);
      int place = at;
      assertThrows(
          LogDamaged.class,
          () -> LocalLog.open(directory, new long[2]).close(),
          () -> "byte " + place);
    }
  }

  /** After a power cut, any pages of a write may have reached the disk. */
  @Test
  void aWriteThatWasNeverAcknowledgedMayHaveHolesInIt() throws Exception {
    writeOneByOne("하나");
    Path segment = onlySegment();
    byte[] whole = written();
    int durable = whole.length;
    ByteBuffer first = SegmentFormat.encode(durable, 0, 1, bytes("둘"));
    ByteBuffer second = SegmentFormat.encode(durable, 0, 2, bytes("셋"));
    first.put(10, (byte) 99);
    Files.write(segment, whole);
    Files.write(segment, first.array(), StandardOpenOption.APPEND);
    Files.write(segment, second.array(), StandardOpenOption.APPEND);
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      assertEquals(1, log.end(0));
      assertEquals(durable, Files.size(segment));
    }
  }

  @Test
  void aFileThatIsNoSegmentIsRefused() throws Exception {
    Files.writeString(directory.resolve("0000000000000000.log"), "something else entirely");
    assertThrows(LogDamaged.class, () -> LocalLog.open(directory, new long[2]));
    Files.delete(directory.resolve("0000000000000000.log"));
    Files.writeString(directory.resolve("notes.log"), "");
    assertThrows(LogDamaged.class, () -> LocalLog.open(directory, new long[2]));
  }

  @Test
  void aLogOfMoreShardsIsRefused() throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[3])) {
      append(log, 2, "셋째 샤드");
    }
    assertThrows(LogDamaged.class, () -> LocalLog.open(directory, new long[2]));
  }

  @Test
  void aRecordLargerThanAllowedIsRefusedAtOnce() throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[1])) {
      byte[] tooLarge = new byte[Log.RECORD_BYTES_MAX + 1];
      assertThrows(RecordTooLarge.class, () -> log.append(0, tooLarge));
      assertEquals(0, log.append(0, new byte[Log.RECORD_BYTES_MAX]).get());
    }
  }

  @Test
  void trimmedRecordsAreDropped() throws Exception {
    byte[] large = new byte[1 << 20];
    try (LocalLog log = LocalLog.open(directory, new long[2])) {
      append(log, 1, "one");
      LogReader reader = log.reader(0, 0);
      for (int i = 0; i < 40; i++) {
        log.append(0, large).get();
        reader.poll(10, WAIT);
      }
      assertTrue(segments() >= 3, "segments: " + segments());
      long before = segments();
      log.trim(0, 40);
      assertEquals(before, segments(), "shard 1 has not read the first segment");
      log.trim(1, 1);
      assertTrue(segments() < before, "segments: " + segments());
    }
    try (LocalLog log = LocalLog.open(directory, new long[] {40, 1})) {
      assertEquals(40, append(log, 0, "more"));
    }
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void aBacklogOverManySegmentsIsReadInOrder() throws Exception {
    byte[] large = new byte[1 << 20];
    try (LocalLog log = LocalLog.open(directory, new long[1])) {
      LogReader reader = log.reader(0, 0);
      for (int i = 0; i < 40; i++) {
        large[0] = (byte) i;
        log.append(0, large.clone()).get();
        reader.poll(10, WAIT);
      }
    }
    try (LocalLog log = LocalLog.open(directory, new long[] {3});
        LogReader reader = log.reader(0, 3)) {
      append(log, 0, "new");
      for (int i = 3; i < 40; ) {
        for (LogRecord record : reader.poll(7, WAIT)) {
          assertEquals(i, record.position());
          assertEquals((byte) i, record.payload()[0]);
          i++;
        }
      }
      assertEquals(40, reader.poll(7, WAIT).getFirst().position());
    }
  }

  @Test
  void aGapInTheLogIsNotSkipped() throws Exception {
    writeOneByOne("하나");
    try (LocalLog log = LocalLog.open(directory, new long[] {5, 0})) {
      append(log, 0, "여섯째");
      LogReader reader = log.reader(0, 1);
      assertThrows(LogDamaged.class, () -> reader.poll(10, WAIT));
    }
  }

  /** A disk on which writes or fsyncs fail while a switch is on. */
  private static final class FailingDisk implements AppendFile.Opener {
    final AtomicInteger failures = new AtomicInteger();
    boolean whileWriting;
    boolean whileSyncing;
    boolean whileOpening;

    private void fail(boolean here) throws IOException {
      if (here) {
        failures.incrementAndGet();
        throw new IOException("No space left on device");
      }
    }

    @Override
    public AppendFile open(Path file, boolean fresh) throws IOException {
      fail(whileOpening);
      AppendFile real = AppendFile.onDisk(file, fresh);
      return new AppendFile() {
        @Override
        public void append(ByteBuffer[] buffers) throws IOException {
          if (whileWriting) { // as a full disk does: some of it is there
            ByteBuffer half = buffers[0].duplicate();
            half.limit(half.limit() / 2);
            real.append(new ByteBuffer[] {half});
          }
          fail(whileWriting);
          real.append(buffers);
        }

        @Override
        public void sync() throws IOException {
          fail(whileSyncing);
          real.sync();
        }

        @Override
        public void cutBack(long bytes) throws IOException {
          real.cutBack(bytes);
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }
  }

  private interface Switch {
    void set(boolean fails);
  }

  private void failsAndRecovers(FailingDisk disk, Switch fault) throws Exception {
    try (LocalLog log = LocalLog.open(directory, new long[1], disk)) {
      append(log, 0, "하나");
      fault.set(true);
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Long> failing = log.append(0, bytes("lost"));
        ExecutionException failed = assertThrows(ExecutionException.class, failing::get);
        assertTrue(failed.getCause() instanceof LogUnavailable, failed.toString());
      }
      fault.set(false);
      assertEquals(1, append(log, 0, "둘"), "the position of what failed is free");
      assertEquals(List.of("하나", "둘"), read(log, 0, 0, 2));
    }
    assertTrue(disk.failures.get() >= 3);
    try (LocalLog log = LocalLog.open(directory, new long[1])) {
      assertEquals(List.of("하나", "둘"), read(log, 0, 0, 2));
    }
  }

  @Test
  void whatCannotBeWrittenIsNotAcknowledgedAndNotFoundLater() throws Exception {
    FailingDisk disk = new FailingDisk();
    failsAndRecovers(disk, fails -> disk.whileWriting = fails);
  }

  @Test
  void whatCannotBeMadeDurableIsNotAcknowledgedAndNotFoundLater() throws Exception {
    FailingDisk disk = new FailingDisk();
    failsAndRecovers(disk, fails -> disk.whileSyncing = fails);
  }

  @Test
  void aFileThatCannotBeOpenedAgainIsTriedAgain() throws Exception {
    FailingDisk disk = new FailingDisk();
    failsAndRecovers(
        disk,
        fails -> {
          disk.whileSyncing = fails;
          disk.whileOpening = fails;
        });
  }

  @Test
  void aClosedLogTakesNothing() throws Exception {
    LocalLog log = LocalLog.open(directory, new long[1]);
    log.close();
    assertThrows(LogUnavailable.class, () -> log.append(0, bytes("late")));
  }
}
