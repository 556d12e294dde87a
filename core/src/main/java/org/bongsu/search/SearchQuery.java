package org.bongsu.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A search: words separated by spaces, all of which a text must contain, in any order and anywhere
 * inside its words. Case and composition of characters are ignored.
 *
 * <p>A search for a single letter or syllable finds words that begin with it; together with longer
 * words it matches anywhere. Punctuation alone finds nothing. If nothing matches the words as
 * typed, {@link #anySpacing} finds Korean text with different spacing.
 */
public final class SearchQuery {
  /** Maximum words of a search; further ones are ignored. */
  private static final int WORDS_MAX = 16;

  /** Maximum characters of a search; further ones are ignored. */
  private static final int CHARS_MAX = 256;

  /** Maximum rooms in an index query; with more, events are filtered by room afterwards. */
  private static final int ROOM_TERMS_MAX = 256;

  /** Shorter words have too few pairs to be found with different spacing. */
  private static final int RESPACED_SYLLABLES_MIN = 3;

  private final List<String> words;
  private final List<String> required;
  private final boolean atWordStart;
  private final boolean anySpacing;

  private SearchQuery(
      List<String> words, List<String> required, boolean atWordStart, boolean anySpacing) {
    this.words = List.copyOf(words);
    this.required = List.copyOf(required);
    this.atWordStart = atWordStart;
    this.anySpacing = anySpacing;
  }

  /** Parses a search; empty if it contains nothing that can be found. */
  public static Optional<SearchQuery> of(String typed) {
    String text = SearchText.normalise(typed);
    if (text.length() > CHARS_MAX) {
      boolean inPair = Character.isHighSurrogate(text.charAt(CHARS_MAX - 1));
      text = text.substring(0, inPair ? CHARS_MAX - 1 : CHARS_MAX);
    }
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      if (!word.isEmpty() && words.size() < WORDS_MAX && !words.contains(word)) {
        words.add(word);
      }
    }
    Set<String> required = new LinkedHashSet<>();
    words.forEach(word -> required.addAll(requiredOf(word)));
    if (!required.isEmpty()) {
      return Optional.of(new SearchQuery(words, List.copyOf(required), false, false));
    }
    Set<String> firsts = new LinkedHashSet<>();
    words.forEach(word -> Bigrams.runs(word).forEach(run -> firsts.add(run.first())));
    return firsts.isEmpty()
        ? Optional.empty()
        : Optional.of(new SearchQuery(words, List.copyOf(firsts), true, false));
  }

  /**
   * The terms that every text containing the word has. The word's first run may begin inside a word
   * of the text; later runs cannot.
   */
  private static Set<String> requiredOf(String word) {
    Set<String> terms = new LinkedHashSet<>();
    for (Bigrams.Run run : Bigrams.runs(word)) {
      if (run.start() > 0 || run.isSymbol()) {
        terms.add(run.first());
      }
      terms.addAll(run.pairs());
    }
    return terms;
  }

  /**
   * The same search, ignoring spaces between Korean syllables: 회의자료 finds 회의 자료. Empty if that
   * could not find more.
   */
  public Optional<SearchQuery> anySpacing() {
    List<String> alternatives = new ArrayList<>();
    for (String word : words) {
      Set<String> pairs = requiredOf(word);
      boolean respaced =
          word.codePoints().filter(SearchText::isHangulSyllable).count() >= RESPACED_SYLLABLES_MIN;
      if (respaced) {
        alternatives.add(either(pairs));
      } else if (!pairs.isEmpty()) {
        alternatives.add(all(pairs));
      }
    }
    boolean worthwhile = !anySpacing && alternatives.stream().anyMatch(a -> a.contains(" OR "));
    return worthwhile
        ? Optional.of(new SearchQuery(words, alternatives, false, true))
        : Optional.empty();
  }

  private static String either(Set<String> terms) {
    return terms.stream().map(SearchQuery::quoted).collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String all(Set<String> terms) {
    return terms.stream().map(SearchQuery::quoted).collect(Collectors.joining(" AND ", "(", ")"));
  }

  private static String quoted(String term) {
    return '"' + term + '"';
  }

  /** The words of the search, normalised. */
  public List<String> words() {
    return words;
  }

  /** The index query for texts of these kinds in these rooms. */
  String expression(Set<SearchKey> keys, Set<Long> rooms) {
    List<String> parts = new ArrayList<>();
    if (rooms.size() <= ROOM_TERMS_MAX) {
      parts.add(
          either(
              rooms.stream()
                  .map(Bigrams::room)
                  .collect(Collectors.toCollection(LinkedHashSet::new))));
    }
    if (!keys.contains(SearchKey.BODY)) {
      parts.add(either(Set.of(Bigrams.NAME, Bigrams.TOPIC)));
    }
    for (String term : required) {
      parts.add(anySpacing ? term : quoted(term));
    }
    return String.join(" AND ", parts);
  }

  /** Whether a normalised text matches. */
  public boolean matches(String text) {
    String compared = anySpacing ? joined(text) : text;
    return words.stream()
        .allMatch(word -> atWordStart ? begins(compared, word) : compared.contains(word));
  }

  private static boolean begins(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at == 0 || !SearchText.isOfWord(text.codePointBefore(at))) {
        return true;
      }
    }
    return false;
  }

  /** Without the spaces between Korean syllables. */
  private static String joined(String text) {
    StringBuilder joined = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      boolean between =
          text.charAt(i) == ' '
              && i > 0
              && i + 1 < text.length()
              && SearchText.isHangulSyllable(text.charAt(i - 1))
              && SearchText.isHangulSyllable(text.charAt(i + 1));
      if (!between) {
        joined.append(text.charAt(i));
      }
    }
    return joined.toString();
  }

  /**
   * The rank of a matching normalised text, more than 0 and at most 3: 1 if it contains the words
   * together as typed, up to 1 for words of it that begin with them, up to 1 for the fraction of it
   * that they make up.
   */
  public double rank(String text) {
    long begun = words.stream().filter(word -> begins(text, word)).count();
    double length = words.stream().mapToInt(String::length).sum();
    return (text.contains(String.join(" ", words)) ? 1 : 0)
        + (double) begun / words.size()
        + Math.min(1, length / Math.max(1, text.length()));
  }
}
