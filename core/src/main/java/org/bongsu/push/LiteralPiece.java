package org.bongsu.push;

/**
 * A short text. {@link String#indexOf} compares at most the text's length of characters at each
 * position, and in ordinary texts takes a fraction of a step for each.
 */
record LiteralPiece(String literal) implements GlobPiece {
  /** Longer texts are matched by {@link BitParallelPiece}. */
  static final int LENGTH_MAX = 32;

  /** Characters that {@code indexOf} passes over in one step. */
  private static final int CHARACTERS_PER_STEP = 4;

  @Override
  public int find(String text, int from, boolean wordStart, boolean wordEnd) {
    for (int at = text.indexOf(literal, from); at >= 0; at = text.indexOf(literal, at + 1)) {
      int end = at + literal.length();
      if ((!wordStart || Glob.isBoundary(text, at)) && (!wordEnd || Glob.isBoundary(text, end))) {
        return end;
      }
      if (at == text.length()) {
        break; // the empty text is found there for ever
      }
    }
    return -1;
  }

  @Override
  public int matchStart(String text) {
    return text.startsWith(literal) ? literal.length() : -1;
  }

  @Override
  public boolean matchesEnd(String text, int from) {
    return text.length() - literal.length() >= from && text.endsWith(literal);
  }

  @Override
  public long steps(int textLength) {
    return 1 + textLength / CHARACTERS_PER_STEP;
  }
}
