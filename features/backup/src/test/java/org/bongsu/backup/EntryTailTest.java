package org.bongsu.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bongsu.log.LogRecord;
import org.junit.jupiter.api.Test;

class EntryTailTest {
  private final EntryTail tail = new EntryTail(new long[] {10, 0});

  private static List<LogRecord> records(long from, long before) {
    return LongStream.range(from, before).mapToObj(EntryTailTest::record).toList();
  }

  private static LogRecord record(long position) {
    return new LogRecord(position, new byte[] {(byte) position});
  }

  private List<Long> positions(int shard, long from, long before) {
    return tail.between(shard, from, before).stream().map(LogRecord::position).toList();
  }

  @Test
  void keepsWhatIsAppliedUntilItIsSaved() {
    tail.applied(0, records(10, 13));
    tail.applied(0, records(13, 15));
    assertEquals(List.of(11L, 12L, 13L), positions(0, 11, 14));
    assertTrue(tail.has(new long[] {10, 0}));
    tail.drop(new long[] {13, 0});
    assertEquals(List.of(13L, 14L), positions(0, 0, 20));
    assertTrue(tail.has(new long[] {13, 0}));
    assertFalse(tail.has(new long[] {12, 0}), "12 has been dropped");
  }

  @Test
  void doesNotHaveWhatWasAppliedBeforeOrIsNotAppliedYet() {
    tail.applied(0, records(10, 12));
    assertFalse(tail.has(new long[] {9, 0}));
    assertTrue(tail.has(new long[] {12, 0}));
    assertFalse(tail.has(new long[] {13, 0}));
  }

  @Test
  void aBatchThatWasBeingAppliedAtTheStartIsNoGapAfterwards() {
    tail.applied(0, records(12, 14)); // 10 and 11 were applied before it was told
    assertFalse(tail.has(new long[] {10, 0}));
    assertTrue(tail.has(new long[] {12, 0}));
    assertEquals(List.of(12L, 13L), positions(0, 0, 20));
  }

  @Test
  void isBounded() {
    byte[] megabyte = new byte[1 << 20];
    long count = 3 * EntryTail.BYTES_MAX / megabyte.length;
    for (long position = 10; position < 10 + count; position++) {
      tail.applied(0, List.of(new LogRecord(position, megabyte)));
    }
    List<LogRecord> kept = new ArrayList<>(tail.between(0, 0, Long.MAX_VALUE));
    assertEquals(EntryTail.BYTES_MAX, (long) kept.size() * megabyte.length);
    assertEquals(10 + count - 1, kept.getLast().position());
    assertFalse(tail.has(new long[] {10, 0}), "the oldest are dropped, and it says so");
    assertTrue(tail.has(new long[] {kept.getFirst().position(), 0}));
  }

  @Test
  void waitsUntilRecordsAreThere() throws InterruptedException {
    Thread later = Thread.startVirtualThread(() -> tail.applied(1, records(0, 3)));
    assertTrue(tail.await(new long[] {10, 3}));
    later.join();
    assertFalse(tail.await(new long[] {10, 4}), "nobody applies 3");
  }
}
