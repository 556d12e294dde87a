package org.bongsu.push;

import java.util.Arrays;
import java.util.Locale;

/**
 * A pattern with {@code *} (zero or more characters) and {@code ?} (exactly one), matched
 * case-insensitively in time proportional to text length times pattern length (specification:
 * appendices, glob-style matching).
 *
 * <p>Texts must be passed through {@link #folded} first.
 */
final class Glob {
  /**
   * The pattern, split at its asterisks; a text matches if it contains the pieces in this order.
   */
  private final Piece[] pieces;

  private Glob(Piece[] pieces) {
    this.pieces = pieces;
  }

  static Glob of(String pattern) {
    return new Glob(
        Arrays.stream(folded(pattern).split("\\*", -1)).map(Piece::new).toArray(Piece[]::new));
  }

  /** The text, case-folded. */
  static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether the whole text matches. */
  boolean matches(String text) {
    int end = pieces[0].matchAt(text, 0);
    if (end < 0 || pieces.length == 1) {
      return end == text.length();
    }
    int from = afterMiddlePieces(text, end);
    return from >= 0 && pieces[pieces.length - 1].endsAtEnd(text, from);
  }

  /**
   * Whether a part of the text that begins and ends at a word boundary matches. Word characters are
   * ASCII letters, digits and underscores, so Hangul names match with particles attached.
   */
  boolean matchesWords(String text) {
    if (pieces.length == 1) {
      return pieces[0].findWord(text);
    }
    int end = pieces[0].endAfterBoundary(text);
    if (end < 0) {
      return false;
    }
    int from = afterMiddlePieces(text, end);
    return from >= 0 && pieces[pieces.length - 1].endsAtBoundary(text, from);
  }

  /** Matches each piece as early as possible, which leaves the most text for the next one. */
  private int afterMiddlePieces(String text, int end) {
    int from = end;
    for (int i = 1; i < pieces.length - 1 && from >= 0; i++) {
      from = pieces[i].endOfFirst(text, from);
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

  /** A part of a pattern without asterisks. */
  private static final class Piece {
    private final String pattern;
    private final boolean isLiteral;

    Piece(String pattern) {
      this.pattern = pattern;
      this.isLiteral = pattern.indexOf('?') < 0;
    }

    /** The end of a match that begins at a position, or -1. */
    int matchAt(String text, int at) {
      if (isLiteral) {
        return text.startsWith(pattern, at) ? at + pattern.length() : -1;
      }
      int end = at;
      for (int i = 0; i < pattern.length(); i++) {
        if (end >= text.length()) {
          return -1;
        }
        char c = pattern.charAt(i);
        if (c == '?') {
          end += Character.charCount(text.codePointAt(end));
        } else if (text.charAt(end) == c) {
          end++;
        } else {
          return -1;
        }
      }
      return end;
    }

    /** The next position at which a match may begin, or -1. */
    private int next(String text, int from) {
      if (isLiteral) {
        return text.indexOf(pattern, from);
      }
      for (int at = from; at <= text.length(); at++) {
        if (matchAt(text, at) >= 0) {
          return at;
        }
      }
      return -1;
    }

    int endOfFirst(String text, int from) {
      int at = next(text, from);
      return at < 0 ? -1 : matchAt(text, at);
    }

    boolean endsAtEnd(String text, int from) {
      if (isLiteral) {
        return text.length() - pattern.length() >= from && text.endsWith(pattern);
      }
      for (int at = next(text, from); at >= 0; at = nextAfter(text, at)) {
        if (matchAt(text, at) == text.length()) {
          return true;
        }
      }
      return false;
    }

    boolean endsAtBoundary(String text, int from) {
      if (pattern.isEmpty()) {
        return true;
      }
      for (int at = next(text, from); at >= 0; at = nextAfter(text, at)) {
        if (isBoundary(text, matchAt(text, at))) {
          return true;
        }
      }
      return false;
    }

    int endAfterBoundary(String text) {
      for (int at = next(text, 0); at >= 0; at = nextAfter(text, at)) {
        if (isBoundary(text, at)) {
          return matchAt(text, at);
        }
      }
      return -1;
    }

    boolean findWord(String text) {
      if (pattern.isEmpty()) {
        return text.isEmpty();
      }
      for (int at = next(text, 0); at >= 0; at = nextAfter(text, at)) {
        if (isBoundary(text, at) && isBoundary(text, matchAt(text, at))) {
          return true;
        }
      }
      return false;
    }

    private int nextAfter(String text, int at) {
      return at >= text.length() ? -1 : next(text, at + 1);
    }
  }
}
