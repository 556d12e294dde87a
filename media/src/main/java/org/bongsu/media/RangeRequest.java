package org.bongsu.media;

/** What part of some content a {@code Range} header asks for (RFC 9110, section 14). */
public sealed interface RangeRequest {
  /** All of it: no header, or one that a server may ignore (other units, several ranges). */
  record Whole() implements RangeRequest {}

  /**
   * One part, to be answered with 206 and {@link #contentRange}.
   *
   * @param offset first byte
   * @param length bytes, at least 1
   */
  record Part(long offset, long length) implements RangeRequest {
    /** The value of the {@code Content-Range} header. */
    public String contentRange(long sizeBytes) {
      return "bytes " + offset + "-" + (offset + length - 1) + "/" + sizeBytes;
    }
  }

  /** A range outside the content: 416 with {@code Content-Range: bytes *}{@code /size}. */
  record Unsatisfiable() implements RangeRequest {}

  /** Longer headers are ignored: two numbers of 18 digits fit. */
  int HEADER_CHARS_MAX = 64;

  /**
   * Reads the header.
   *
   * @param header its value, empty if there is none
   * @param sizeBytes size of the content
   */
  static RangeRequest of(String header, long sizeBytes) {
    String text = header.strip();
    if (text.length() > HEADER_CHARS_MAX || !text.regionMatches(true, 0, "bytes=", 0, 6)) {
      return new Whole();
    }
    String range = text.substring(6).strip();
    int dash = range.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    String first = range.substring(0, dash).strip();
    String last = range.substring(dash + 1).strip();
    if (!isNumber(first) || !isNumber(last) || (first.isEmpty() && last.isEmpty())) {
      return new Whole();
    }
    return first.isEmpty() ? suffix(Long.parseLong(last), sizeBytes) : from(first, last, sizeBytes);
  }

  private static RangeRequest suffix(long length, long sizeBytes) {
    if (length == 0 || sizeBytes == 0) {
      return new Unsatisfiable();
    }
    long offset = Math.max(0, sizeBytes - length);
    return new Part(offset, sizeBytes - offset);
  }

  private static RangeRequest from(String first, String last, long sizeBytes) {
    long offset = Long.parseLong(first);
    long end = last.isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(last);
    if (end < offset) {
      return new Whole();
    }
    if (offset >= sizeBytes) {
      return new Unsatisfiable();
    }
    return new Part(offset, Math.min(end, sizeBytes - 1) - offset + 1);
  }

  /** Digits only, few enough for a long; an empty text is an omitted number. */
  private static boolean isNumber(String text) {
    return text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
