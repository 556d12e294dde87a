package org.bongsu.push;

/**
 * A part of a glob pattern without asterisks. All its matches have the same number of characters.
 */
sealed interface GlobPiece permits LiteralPiece, BitParallelPiece {
  /**
   * Finds the first match.
   *
   * @param wordStart whether it must begin at a word boundary
   * @param wordEnd whether it must end at a word boundary
   * @return the end of the match, or -1
   */
  int find(String text, int from, boolean wordStart, boolean wordEnd);

  /** The end of a match that begins the text, or -1. */
  int matchStart(String text);

  /** Whether the text from a position on ends with a match. */
  boolean matchesEnd(String text, int from);

  /** Steps that any of these methods takes for a text, see {@link MatchingBudget}. */
  long steps(int textLength);

  /** A piece of a pattern in which {@code ?} stands for any character. */
  static GlobPiece of(String pattern) {
    return pattern.indexOf('?') < 0 ? literal(pattern) : BitParallelPiece.of(pattern, true);
  }

  static GlobPiece literal(String text) {
    return text.length() <= LiteralPiece.LENGTH_MAX
        ? new LiteralPiece(text)
        : BitParallelPiece.of(text, false);
  }
}
