package org.bongsu.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bongsu.media.RangeRequest.Part;
import org.bongsu.media.RangeRequest.Unsatisfiable;
import org.bongsu.media.RangeRequest.Whole;
import org.junit.jupiter.api.Test;

class RangeRequestTest {
  @Test
  void onePartIsCutToTheContent() {
    assertEquals(new Part(0, 10), RangeRequest.of("bytes=0-9", 100));
    assertEquals(new Part(90, 10), RangeRequest.of("bytes=90-", 100));
    assertEquals(new Part(90, 10), RangeRequest.of("Bytes=90-200", 100));
    assertEquals(new Part(95, 5), RangeRequest.of("bytes=-5", 100));
    assertEquals(new Part(0, 100), RangeRequest.of("bytes=-500", 100));
    assertEquals("bytes 95-99/100", new Part(95, 5).contentRange(100));
  }

  @Test
  void aRangeOutsideTheContentIsUnsatisfiable() {
    assertEquals(new Unsatisfiable(), RangeRequest.of("bytes=100-", 100));
    assertEquals(new Unsatisfiable(), RangeRequest.of("bytes=-0", 100));
    assertEquals(new Unsatisfiable(), RangeRequest.of("bytes=0-", 0));
  }

  @Test
  void malformedOrMultipleRangesGetTheWholeContent() {
    for (String header :
        new String[] {
          "",
          "bytes=",
          "bytes=-",
          "bytes=9-3",
          "bytes=a-b",
          "bytes=0-1,5-6",
          "lines=1-2",
          "bytes=--1",
          "bytes=٣-٤",
          "bytes=99999999999999999999999999-",
          "bytes=" + "0".repeat(100) + "-"
        }) {
      assertEquals(new Whole(), RangeRequest.of(header, 100), header);
    }
  }
}
