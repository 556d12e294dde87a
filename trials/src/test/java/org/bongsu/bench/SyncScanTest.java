package org.bongsu.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncScanTest {
  @Test
  void marksAreFoundInAnyLayoutAndInOrder() {
    String compact = "{\"a\":{\"org.bongsu.bench\":12},\"b\":[{\"org.bongsu.bench\":0}]}";
    String spaced = "{ \"org.bongsu.bench\": 7 }";
    assertEquals(List.of(12, 0), marks(compact));
    assertEquals(List.of(7), marks(spaced));
    assertEquals(List.of(), marks("{\"org.bongsu.bench\":"));
    assertEquals(List.of(), marks(""));
  }

  @Test
  void theNextTokenIsReadWhereverItStands() {
    assertEquals("s1_2", nextBatch("{\"next_batch\":\"s1_2\",\"rooms\":{}}"));
    assertEquals("가/1", nextBatch("{\"rooms\":{},\"next_batch\": \"가\\/1\"}"));
    assertEquals("", nextBatch("{\"rooms\":{}}"));
    assertEquals("", nextBatch("{\"next_batch\":\"s1"));
  }

  @Test
  void aLimitedTimelineIsSeen() {
    assertTrue(limited("{\"limited\":false},{\"limited\": true}"));
    assertFalse(limited("{\"limited\":false}"));
  }

  private static List<Integer> marks(String text) {
    List<Integer> found = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SyncScan.marks(bytes, 0, bytes.length, found::add);
    return found;
  }

  private static String nextBatch(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return SyncScan.nextBatch(bytes, 0, bytes.length);
  }

  private static boolean limited(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return SyncScan.anyLimited(bytes, 0, bytes.length);
  }
}
