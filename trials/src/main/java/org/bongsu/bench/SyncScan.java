package org.bongsu.bench;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Finds what the generator needs in the bytes of a sync response, without building a tree of it:
 * the marks of messages, the next sync token, and whether a timeline was cut.
 *
 * <p>A message carries its number in its content under {@link #MARK}; messages hold nothing else
 * that could look like these keys.
 */
final class SyncScan {
  /** Key in the content of every message of the bench. */
  static final String MARK = "org.bongsu.bench";

  private static final Pattern MARK_KEY = new Pattern("\"" + MARK + "\":");
  private static final Pattern NEXT_BATCH_KEY = new Pattern("\"next_batch\":");
  private static final Pattern LIMITED_KEY = new Pattern("\"limited\":");

  private SyncScan() {}

  /** Calls with the number of each message found. */
  static void marks(byte[] bytes, int from, int to, IntConsumer found) {
    int at = MARK_KEY.find(bytes, from, to);
    while (at >= 0) {
      int i = skipSpace(bytes, at, to);
      int number = 0;
      int digits = 0;
      while (i < to && bytes[i] >= '0' && bytes[i] <= '9' && digits < 9) {
        number = number * 10 + bytes[i++] - '0';
        digits++;
      }
      if (digits > 0) {
        found.accept(number);
      }
      at = MARK_KEY.find(bytes, i, to);
    }
  }

  /** The sync token to go on from; empty if there is none. */
  static String nextBatch(byte[] bytes, int from, int to) {
    int at = NEXT_BATCH_KEY.find(bytes, from, to);
    if (at < 0) {
      return "";
    }
    int start = skipSpace(bytes, at, to) + 1;
    int end = start;
    while (end < to && bytes[end] != '"') {
      end += bytes[end] == '\\' ? 2 : 1;
    }
    if (end >= to) {
      return "";
    }
    String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : Json.parse("\"" + raw + "\"").stringValue();
  }

  /** Whether any timeline says that it was cut; then the whole response is worth parsing. */
  static boolean anyLimited(byte[] bytes, int from, int to) {
    int at = LIMITED_KEY.find(bytes, from, to);
    while (at >= 0) {
      int value = skipSpace(bytes, at, to);
      if (value < to && bytes[value] == 't') {
        return true;
      }
      at = LIMITED_KEY.find(bytes, value, to);
    }
    return false;
  }

  static JsonNode tree(byte[] bytes, int from, int to) {
    return Json.parse(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  private static int skipSpace(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == ' ' || bytes[i] == '\n')) {
      i++;
    }
    return i;
  }

  /** Horspool's search, which looks at few of the bytes. */
  private static final class Pattern {
    private final byte[] wanted;
    private final int[] skip = new int[256];

    Pattern(String text) {
      wanted = text.getBytes(StandardCharsets.US_ASCII);
      java.util.Arrays.fill(skip, wanted.length);
      for (int i = 0; i < wanted.length - 1; i++) {
        skip[wanted[i] & 0xFF] = wanted.length - 1 - i;
      }
    }

    /** Index after the next occurrence, or -1. */
    int find(byte[] bytes, int from, int to) {
      int last = wanted.length - 1;
      int at = from;
      while (at + last < to) {
        byte end = bytes[at + last];
        if (end == wanted[last] && matches(bytes, at)) {
          return at + wanted.length;
        }
        at += skip[end & 0xFF];
      }
      return -1;
    }

    private boolean matches(byte[] bytes, int at) {
      for (int i = 0; i < wanted.length - 1; i++) {
        if (bytes[at + i] != wanted[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
