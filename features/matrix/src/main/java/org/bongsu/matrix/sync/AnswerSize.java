package org.bongsu.matrix.sync;

import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * Adds up the size of the rooms in an answer, so that its memory is bounded. An initial sync takes
 * no further shards once it is full, and the next sync continues with them.
 */
final class AnswerSize {
  /** Characters from which on an answer is full. */
  static final long FULL = 16L << 20;

  /** Characters that an answer has at most, for one shard whose rooms are larger. */
  static final long MAX = 64L << 20;

  /** What a node takes besides its text, in characters. */
  private static final long OF_NODE = 16;

  private long length;

  /**
   * Adds a room's section.
   *
   * @throws MatrixError 413 if the answer gets too large
   */
  void add(JsonNode section) {
    if (!section.isMissingNode()) {
      length += lengthOf(section);
    }
    if (length > MAX) {
      throw MatrixError.tooLarge(
          "This sync is too large: load members lazily, or leave rooms out, with a filter");
    }
  }

  boolean isFull() {
    return length > FULL;
  }

  static long lengthOf(JsonNode node) {
    long length = OF_NODE;
    if (node.isObject()) {
      for (var member : node.properties()) {
        length += member.getKey().length() + lengthOf(member.getValue());
      }
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        length += lengthOf(element);
      }
    } else if (node.isString()) {
      length += node.stringValue().length();
    } else if (node instanceof POJONode pojo && pojo.getPojo() instanceof RawValue raw) {
      length += String.valueOf(raw.rawValue()).length();
    }
    return length;
  }
}
