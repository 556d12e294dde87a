package org.bongsu.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The terms of the search index. For each word (a run of letters and digits): its first character,
 * and all pairs of adjacent characters. Each emoji or other symbol is a term of its own. Terms of
 * three or more ASCII characters, which no pair can equal, mark the kind of a text and its room.
 */
final class Bigrams {
  /** Texts that are names of rooms. */
  static final String NAME = "zkn";

  /** Texts that are topics of rooms. */
  static final String TOPIC = "zkt";

  private Bigrams() {}

  /** Texts of the room with this key. */
  static String room(long key) {
    return "zr" + Long.toString(key, 36);
  }

  /** A run of characters of one word, or one symbol. */
  record Run(int start, int[] characters) {
    String first() {
      return Character.toString(characters[0]);
    }

    Set<String> pairs() {
      Set<String> pairs = new LinkedHashSet<>();
      for (int i = 0; i + 1 < characters.length; i++) {
        pairs.add(new String(characters, i, 2));
      }
      return pairs;
    }

    boolean isSymbol() {
      return SearchText.isSymbol(characters[0]);
    }
  }

  /** All terms of a normalised text. */
  static Set<String> of(String normalised) {
    Set<String> terms = new LinkedHashSet<>();
    for (Run run : runs(normalised)) {
      terms.add(run.first());
      terms.addAll(run.pairs());
    }
    return terms;
  }

  static List<Run> runs(String normalised) {
    List<Run> runs = new ArrayList<>();
    int[] characters = normalised.codePoints().toArray();
    int start = 0;
    for (int i = 0; i <= characters.length; i++) {
      boolean inWord = i < characters.length && SearchText.isOfWord(characters[i]);
      if (inWord) {
        continue;
      }
      if (i > start) {
        runs.add(new Run(start, java.util.Arrays.copyOfRange(characters, start, i)));
      }
      if (i < characters.length && SearchText.isSymbol(characters[i])) {
        runs.add(new Run(i, new int[] {characters[i]}));
      }
      start = i + 1;
    }
    return runs;
  }
}
