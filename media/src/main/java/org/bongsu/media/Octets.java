package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Random access to the bytes of a file or of a part of one. Reading outside throws {@link
 * IndexOutOfBoundsException}, which parsers let pass and their callers treat as "malformed". Every
 * byte that is read is taken from the file's {@link ParsingBudget}.
 */
final class Octets {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final MemorySegment bytes;
  private final ParsingBudget budget;

  private Octets(MemorySegment bytes, ParsingBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** All of a file, valid until the arena is closed, with a budget of its own. */
  static Octets map(FileChannel channel, Arena arena) throws IOException {
    long size = channel.size();
    MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
    return new Octets(bytes, ParsingBudget.ofFile(size));
  }

  /** Bytes that were copied from a file, with that file's budget. */
  static Octets of(byte[] bytes, ParsingBudget budget) {
    return new Octets(MemorySegment.ofArray(bytes), budget);
  }

  Octets part(long at, long length) {
    return new Octets(bytes.asSlice(at, length), budget);
  }

  ParsingBudget budget() {
    return budget;
  }

  long size() {
    return bytes.byteSize();
  }

  int u8(long at) {
    budget.take(1);
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  int u16(long at) {
    budget.take(2);
    return bytes.get(SHORT, at) & 0xffff;
  }

  long u32(long at) {
    budget.take(4);
    return bytes.get(INT, at) & 0xffffffffL;
  }

  /** Eight bytes; a negative number is beyond any file, and so malformed. */
  long u64(long at) {
    budget.take(8);
    long value = bytes.get(LONG, at);
    if (value < 0) {
      throw new IndexOutOfBoundsException("a length of more than 2^63");
    }
    return value;
  }

  int u16le(long at) {
    return Short.toUnsignedInt(Short.reverseBytes((short) u16(at)));
  }

  int u24le(long at) {
    return u16le(at) | u8(at + 2) << 16;
  }

  long u32le(long at) {
    return Integer.toUnsignedLong(Integer.reverseBytes((int) u32(at)));
  }

  /** This many bytes as text, one character each. */
  String latin(long at, int length) {
    return new String(copy(at, length), ISO_8859_1);
  }

  byte[] copy(long at, int length) {
    MemorySegment part = bytes.asSlice(at, length);
    budget.take(length);
    return part.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Whether these characters (one byte each) are at this position; false beyond the end. */
  boolean has(long at, String magic) {
    if (at < 0 || at + magic.length() > size()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if (u8(at + i) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
