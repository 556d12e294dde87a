package org.bongsu.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An input that consists of several texts: one in each line, the last one with all the rest. {@code
 * \\u} and four hexadecimal digits stand for any UTF-16 unit, also for half a character.
 */
final class Fields {
  private static final Pattern UNIT = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  private final String[] texts;

  private Fields(String[] texts) {
    this.texts = texts;
  }

  /** As this many texts; those that are missing are empty. */
  static Fields of(byte[] input, int count) {
    return new Fields(new String(input, UTF_8).split("\n", count));
  }

  /** All lines. */
  static List<String> lines(byte[] input) {
    Fields all = of(input, -1);
    return IntStream.range(0, all.texts.length).mapToObj(all::text).toList();
  }

  String text(int index) {
    return index < texts.length
        ? UNIT.matcher(texts[index])
            .replaceAll(unit ->
                java.util.regex.Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(unit.group(1), 16))))
        : "";
  }

  /** A number of the decimal digits of a text, at most 18 of them; 0 if there are none. */
  long number(int index) {
    String digits = text(index).replaceAll("[^0-9]", "");
    return digits.isEmpty()
        ? 0
        : Long.parseLong(digits.substring(0, Math.min(18, digits.length())));
  }
}
