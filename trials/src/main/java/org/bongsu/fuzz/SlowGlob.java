package org.bongsu.fuzz;

import java.util.Locale;

/**
 * Matches glob patterns as the specification describes them, by trying everything: what the fast
 * matchers must agree with. The time is the product of both lengths, or its cube for words.
 */
final class SlowGlob {
  private SlowGlob() {}

  /** Whether the whole text matches; {@code *} is any text, {@code ?} one character. */
  static boolean matches(String pattern, String text) {
    return matches(folded(pattern), folded(text), true);
  }

  /** The same with {@code *} alone, and with attention to case. */
  static boolean matchesWithAsterisks(String pattern, String text) {
    return matches(pattern.codePoints().toArray(), text.codePoints().toArray(), false);
  }

  /** Whether a part of the text that begins and ends at a word boundary matches. */
  static boolean matchesWords(String pattern, String text) {
    int[] characters = folded(text);
    if (pattern.isEmpty()) {
      return characters.length == 0;
    }
    int[] wanted = folded(pattern);
    for (int from = 0; from <= characters.length; from++) {
      for (int to = from; to <= characters.length; to++) {
        if (isBoundary(characters, from)
            && isBoundary(characters, to)
            && matches(wanted, java.util.Arrays.copyOfRange(characters, from, to), true)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int[] folded(String text) {
    return text.toLowerCase(Locale.ROOT).codePoints().toArray();
  }

  private static boolean matches(int[] pattern, int[] text, boolean questionMarks) {
    boolean[] reached = new boolean[text.length + 1];
    reached[0] = true;
    for (int wanted : pattern) {
      boolean[] next = new boolean[text.length + 1];
      for (int at = 0; at <= text.length; at++) {
        if (wanted == '*') {
          next[at] = reached[at] || (at > 0 && next[at - 1]);
        } else if (at > 0) {
          boolean fits = text[at - 1] == wanted || (questionMarks && wanted == '?');
          next[at] = fits && reached[at - 1];
        }
      }
      reached = next;
    }
    return reached[text.length];
  }

  private static boolean isBoundary(int[] text, int at) {
    return at == 0 || at == text.length || !isOfWord(text[at - 1]) || !isOfWord(text[at]);
  }

  private static boolean isOfWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
