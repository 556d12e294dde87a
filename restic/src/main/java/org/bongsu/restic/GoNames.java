package org.bongsu.restic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The form of names in trees: as a Go string literal without its quotes, so that names can be any
 * bytes.
 */
final class GoNames {
  private GoNames() {}

  /** Escapes what Go's {@code strconv.Quote} does: quotes, backslashes, and what has no glyph. */
  static String escape(String name) {
    StringBuilder out = new StringBuilder(name.length());
    name.codePoints().forEach(c -> escape(c, out));
    return out.toString();
  }

  private static void escape(int c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append((char) c);
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < ' ' || c == 0x7f) {
          out.append("\\x%02x".formatted(c));
        } else if (c <= 0xffff) {
          out.append("\\u%04x".formatted(c));
        } else {
          out.append("\\U%08x".formatted(c));
        }
      }
    }
  }

  /** Letters, marks, numbers, punctuation, symbols, and of spaces only the ASCII one. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> c == ' ';
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The name; null if the text is no such literal, or the name is not UTF-8. */
  static @Nullable String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text.indexOf('"') < 0 ? text : null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"') {
        return null;
      } else if (c != '\\') {
        write(c, bytes);
      } else {
        i = unescape(text, i, bytes);
        if (i < 0) {
          return null;
        }
      }
    }
    return decode(bytes.toByteArray());
  }

  /** Reads what follows a backslash; returns where the rest begins, or -1. */
  private static int unescape(String text, int at, ByteArrayOutputStream bytes) {
    if (at == text.length()) {
      return -1;
    }
    char c = text.charAt(at);
    int simple = "abfnrtv\\\"".indexOf(c);
    if (simple >= 0) {
      bytes.write("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
      return at + 1;
    }
    return switch (c) {
      case 'x' -> number(text, at + 1, 2, 16, bytes, true);
      case 'u' -> number(text, at + 1, 4, 16, bytes, false);
      case 'U' -> number(text, at + 1, 8, 16, bytes, false);
      default -> number(text, at, 3, 8, bytes, true);
    };
  }

  private static int number(
      String text, int at, int digits, int radix, ByteArrayOutputStream bytes, boolean isByte) {
    if (at + digits > text.length()) {
      return -1;
    }
    long value = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (isByte ? value > 0xff : value > Character.MAX_CODE_POINT || surrogate) {
      return -1;
    }
    if (isByte) {
      bytes.write((int) value);
    } else {
      write((int) value, bytes);
    }
    return at + digits;
  }

  private static void write(int codePoint, ByteArrayOutputStream bytes) {
    bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
