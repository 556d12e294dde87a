package org.bongsu.search;

import java.text.Normalizer;

/**
 * Normalises text for comparison: compatibility-composed (NFKC), lower case, single spaces, no
 * invisible characters. Independent of the locale.
 */
public final class SearchText {
  private static final int COMPATIBILITY_JAMO_FIRST = 0x3131;
  private static final int COMPATIBILITY_JAMO_LAST = 0x318E;

  private SearchText() {}

  public static String normalise(String text) {
    String composed = composed(text);
    StringBuilder form = new StringBuilder(composed.length());
    boolean space = true;
    for (int i = 0; i < composed.length(); ) {
      int c = composed.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        if (!space) {
          form.append(' ');
        }
        space = true;
      } else if (!isInvisible(c)) {
        form.appendCodePoint(folded(c));
        space = false;
      }
    }
    int end = form.length();
    return end > 0 && form.charAt(end - 1) == ' ' ? form.substring(0, end - 1) : form.toString();
  }

  /** A letter, a digit, or a mark on one of them. */
  static boolean isOfWord(int c) {
    if (Character.isLetterOrDigit(c)) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.LETTER_NUMBER ->
          true;
      default -> false;
    };
  }

  /** A character that is a search term of its own, such as an emoji. */
  static boolean isSymbol(int c) {
    return Character.getType(c) == Character.OTHER_SYMBOL;
  }

  /** A Korean syllable; spaces between two of them are often optional. */
  static boolean isHangulSyllable(int c) {
    return c >= 0xAC00 && c <= 0xD7A3;
  }

  /** NFKC, except for single letters (ㅋㅋㅠㅠ), which it would combine into syllables. */
  private static String composed(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder composed = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length();
      if (end || isCompatibilityJamo(text.charAt(i))) {
        composed.append(Normalizer.normalize(text.substring(from, i), Normalizer.Form.NFKC));
        from = i + 1;
        if (!end) {
          composed.append(text.charAt(i));
        }
      }
    }
    return composed.toString();
  }

  /** Whether NFKC changes nothing: ASCII and Korean syllables that no trailing jamo can join. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 && !isHangulSyllable(c) && !isCompatibilityJamo(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCompatibilityJamo(int c) {
    return c >= COMPATIBILITY_JAMO_FIRST && c <= COMPATIBILITY_JAMO_LAST;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  /** Joiners, variation selectors, soft hyphens, directional marks. */
  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  /** Folds case via upper case, so that both forms of the Greek sigma are equal. */
  private static int folded(int c) {
    return c < 0x80
        ? (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
        : Character.toLowerCase(Character.toUpperCase(c));
  }
}
