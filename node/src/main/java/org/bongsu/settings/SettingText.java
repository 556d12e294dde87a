package org.bongsu.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values of settings as people write them, by the type of the record's component. */
final class SettingText {
  private SettingText() {}

  /** What a value of this type looks like. */
  static String form(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining("|"));
    }
    return switch (type.getSimpleName()) {
      case "boolean" -> "true|false";
      case "int" -> "N";
      case "long" -> "SIZE";
      case "Duration" -> "TIME";
      case "Path" -> "DIR";
      case "RequestLimit" -> "COUNT/TIME";
      case "String" -> "TEXT";
      default -> throw new IllegalArgumentException("no setting can be a " + type);
    };
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is no value of the type; says why
   */
  static Object read(Class<?> type, String text) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equals(text.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("this is not a choice"));
    }
    return switch (type.getSimpleName()) {
      case "boolean" -> flag(text);
      case "int" -> (int) number(text, Integer.MAX_VALUE);
      case "long" -> size(text);
      case "Duration" -> time(text);
      case "Path" -> Path.of(text);
      case "RequestLimit" -> RequestLimit.parse(text);
      case "String" -> text;
      default -> throw new IllegalArgumentException("no setting can be a " + type);
    };
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("this is neither true nor false");
    };
  }

  private static long number(String text, long max) {
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("this is not a whole number", e);
    }
    if (number < 0 || number > max) {
      throw new IllegalArgumentException("this is not between 0 and " + max);
    }
    return number;
  }

  private static Duration time(String text) {
    if (!text.matches("[0-9]{1,6}[smh]")) {
      throw new IllegalArgumentException("a time is a number followed by s, m or h");
    }
    Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    if (time.isZero()) {
      throw new IllegalArgumentException("a time is longer than nothing");
    }
    return time;
  }

  private static long size(String text) {
    int shift =
        switch (text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    long size = number(shift == 0 ? text : text.substring(0, text.length() - 1), 1L << 32) << shift;
    if (size == 0) {
      throw new IllegalArgumentException("a size is at least 1 byte");
    }
    return size;
  }
}
