package org.bongsu.push;

import java.util.Arrays;

/**
 * A pattern with {@code ?}, or a long text, matched by the shift-and algorithm: bit {@code i} of
 * the state says whether the characters just read match the pattern's first {@code i + 1}
 * characters. Each character of the text takes one shift of the state, whatever the pattern and the
 * text are.
 */
final class BitParallelPiece implements GlobPiece {
  private static final int ANY = -1;

  /** The pattern's code points, with {@link #ANY} for question marks. */
  private final int[] pattern;

  /** The pattern's distinct code points, sorted. */
  private final int[] alphabet;

  /** For each code point of the alphabet, the bits of the places that it matches. */
  private final long[][] placesOf;

  /** The bits of the places that every other code point matches. */
  private final long[] placesOfOthers;

  private BitParallelPiece(int[] pattern) {
    this.pattern = pattern;
    this.alphabet = Arrays.stream(pattern).filter(c -> c != ANY).sorted().distinct().toArray();
    int words = (pattern.length + Long.SIZE - 1) / Long.SIZE;
    this.placesOf = new long[alphabet.length][words];
    this.placesOfOthers = new long[words];
    for (int place = 0; place < pattern.length; place++) {
      if (pattern[place] == ANY) {
        set(placesOfOthers, place);
        for (long[] places : placesOf) {
          set(places, place);
        }
      } else {
        set(placesOf[Arrays.binarySearch(alphabet, pattern[place])], place);
      }
    }
  }

  /**
   * A pattern of at least one character.
   *
   * @param wildcards whether question marks stand for any character
   */
  static BitParallelPiece of(String pattern, boolean wildcards) {
    return new BitParallelPiece(
        pattern.codePoints().map(c -> wildcards && c == '?' ? ANY : c).toArray());
  }

  private static void set(long[] bits, int place) {
    bits[place / Long.SIZE] |= 1L << place;
  }

  private boolean isComplete(long[] state) {
    int last = pattern.length - 1;
    return (state[last / Long.SIZE] & 1L << last) != 0;
  }

  @Override
  public int find(String text, int from, boolean wordStart, boolean wordEnd) {
    long[] state = new long[placesOfOthers.length];
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean mayBegin = !wordStart || Glob.isBoundary(text, at);
      shift(state, mayBegin ? 1 : 0, places(c));
      at += Character.charCount(c);
      if (isComplete(state) && (!wordEnd || Glob.isBoundary(text, at))) {
        return at;
      }
    }
    return -1;
  }

  private long[] places(int c) {
    int found = Arrays.binarySearch(alphabet, c);
    return found < 0 ? placesOfOthers : placesOf[found];
  }

  private static void shift(long[] state, long begins, long[] places) {
    long carry = begins;
    for (int i = 0; i < state.length; i++) {
      long shifted = state[i] << 1 | carry;
      carry = state[i] >>> (Long.SIZE - 1);
      state[i] = shifted & places[i];
    }
  }

  @Override
  public int matchStart(String text) {
    int at = 0;
    for (int wanted : pattern) {
      if (at >= text.length()) {
        return -1;
      }
      int c = text.codePointAt(at);
      if (wanted != ANY && wanted != c) {
        return -1;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  @Override
  public boolean matchesEnd(String text, int from) {
    int at = text.length();
    for (int place = pattern.length - 1; place >= 0; place--) {
      if (at <= from) {
        return false;
      }
      int c = text.codePointBefore(at);
      if (pattern[place] != ANY && pattern[place] != c) {
        return false;
      }
      at -= Character.charCount(c);
    }
    return at >= from;
  }

  @Override
  public long steps(int textLength) {
    return 1 + (long) textLength * placesOfOthers.length;
  }
}
