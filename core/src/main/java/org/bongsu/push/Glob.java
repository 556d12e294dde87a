package org.bongsu.push;

import java.util.Arrays;
import java.util.Locale;

/**
 * A pattern with {@code *} (zero or more characters) and {@code ?} (exactly one), matched
 * case-insensitively (specification: appendices, glob-style matching). Each character of the text
 * is examined by one piece of the pattern, so the time is proportional to the text's length; {@link
 * #steps} says in advance how long it takes at most.
 *
 * <p>Texts must be passed through {@link #folded} first.
 */
final class Glob {
  /**
   * The pattern, split at its asterisks; a text matches if it contains the pieces in this order.
   */
  private final GlobPiece[] pieces;

  private final boolean isEmpty;

  private Glob(GlobPiece[] pieces, boolean isEmpty) {
    this.pieces = pieces;
    this.isEmpty = isEmpty;
  }

  static Glob of(String pattern) {
    return new Glob(
        Arrays.stream(folded(pattern).split("\\*", -1))
            .map(GlobPiece::of)
            .toArray(GlobPiece[]::new),
        pattern.isEmpty());
  }

  /** A pattern in which asterisks and question marks stand for themselves. */
  static Glob literal(String text) {
    return new Glob(new GlobPiece[] {GlobPiece.literal(folded(text))}, text.isEmpty());
  }

  /** The text, case-folded. */
  static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** How many steps a match of a text of this length takes at most. */
  long steps(int textLength) {
    long most = 0;
    for (GlobPiece piece : pieces) {
      most = Math.max(most, piece.steps(textLength));
    }
    return most + pieces.length;
  }

  /** Whether the whole text matches. */
  boolean matches(String text) {
    int end = pieces[0].matchStart(text);
    if (end < 0 || pieces.length == 1) {
      return end == text.length();
    }
    int from = afterMiddlePieces(text, end);
    return from >= 0 && pieces[pieces.length - 1].matchesEnd(text, from);
  }

  /**
   * Whether a part of the text that begins and ends at a word boundary matches. Word characters are
   * ASCII letters, digits and underscores, so Hangul names match with particles attached.
   */
  boolean matchesWords(String text) {
    if (isEmpty) {
      return text.isEmpty();
    }
    if (pieces.length == 1) {
      return pieces[0].find(text, 0, true, true) >= 0;
    }
    int end = pieces[0].find(text, 0, true, false);
    if (end < 0) {
      return false;
    }
    int from = afterMiddlePieces(text, end);
    return from >= 0 && pieces[pieces.length - 1].find(text, from, false, true) >= 0;
  }

  /** Matches each piece as early as possible, which leaves the most text for the next one. */
  private int afterMiddlePieces(String text, int end) {
    int from = end;
    for (int i = 1; i < pieces.length - 1 && from >= 0; i++) {
      from = pieces[i].find(text, from, false, false);
    }
    return from;
  }

  /** Whether a position is a word boundary. */
  static boolean isBoundary(String text, int at) {
    return at == 0
        || at == text.length()
        || !isWordCharacter(text.charAt(at - 1))
        || !isWordCharacter(text.charAt(at));
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c >= 'A' && c <= 'Z');
  }
}
