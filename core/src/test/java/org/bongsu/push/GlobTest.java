package org.bongsu.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "lunc?*, Lunch plans, true",
    "lunc?*, LUNCH, true",
    "lunc?*, ' lunch', false",
    "lunc?*, lunc, false",
    "*, '', true",
    "'', '', true",
    "'', x, false",
    "?, 😀, true",
    "a?😀*?b, axy😀😀b, false",
    "a?😀*?b, a한😀😀b, true",
    "??, 😀, false",
    "a*b, ab, true",
    "a*b, aab, true",
    "a*a, a, false",
    "*봉?*, 나의 봉수, true",
    "a.c, abc, false",
    "m.*.message, m.room.message, true",
  })
  void matchesWholeTexts(String pattern, String text, boolean expected) {
    assertEquals(expected, Glob.of(pattern).matches(Glob.folded(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "ex*ple, An example event., true",
    "ex*ple, exple, true",
    "ex*ple, An exciting triple-whammy, true",
    "ex*ple, an examples, false",
    "cake, I like CAKE!, true",
    "cake, cakes, false",
    "cake, cheesecake, false",
    "cake, cheese_cake, false",
    "cake, cheese-cake, true",
    "cake, cakes and cake, true",
    "@room, @room hello, true",
    "@room, hello @room, true",
    "@room, @rooms, false",
    "@room, hey@room, true",
    "민준, 민준아 안녕, true",
    "민준, 김민준님께, true",
    "민준, 안녕, false",
    "minjun, minjun아 안녕, true",
    "?at, the cat, true",
    "?at, that, false",
    "'', hello, false",
    "*, hello, true",
    "lie*, cake lies, true",
    "*lie, cake lies, false",
  })
  void matchesWordsOfABody(String pattern, String body, boolean expected) {
    assertEquals(expected, Glob.of(pattern).matchesWords(Glob.folded(body)));
  }

  @Test
  void agreesWithRegularExpressions() {
    Random random = new Random(127);
    for (int i = 0; i < 50_000; i++) {
      String pattern = random(random, "ab-*?", 6);
      String text = random(random, "ab-_가", 8);
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertEquals(
          Pattern.matches(regex, text), Glob.of(pattern).matches(text), pattern + " / " + text);
      if (!pattern.isEmpty()) {
        String boundary = "(?:^|$|(?<![A-Za-z0-9_])|(?![A-Za-z0-9_]))";
        boolean expected = Pattern.compile(boundary + regex + boundary).matcher(text).find();
        assertEquals(expected, Glob.of(pattern).matchesWords(text), pattern + " / " + text);
      }
    }
  }

  /** Pieces with question marks, and long ones, are matched bit by bit in several words. */
  @Test
  void longPiecesAgreeWithRegularExpressions() {
    Random random = new Random(128);
    int matched = 0;
    for (int i = 0; i < 5_000; i++) {
      String pattern = random(random, "aaaaaab?", 150) + (i % 3 == 0 ? "*" : "") + "a?";
      String inside = pattern.replace('?', 'b').replace("*", random(random, "ab", 5));
      String text = random(random, "a- ", 3) + inside + random(random, "a- ", 3);
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertEquals(Pattern.matches(regex, inside), Glob.of(pattern).matches(inside), pattern);
      boolean expected =
          Pattern.compile("(?<![a-z])" + regex + "(?![a-z])").matcher(text).find()
              || Pattern.compile("\\b" + regex + "\\b").matcher(text).find();
      boolean found = Glob.of(pattern).matchesWords(text);
      if (expected) {
        assertTrue(found, pattern + " / " + text);
        matched++;
      }
    }
    assertTrue(matched > 500, matched + " of 5000 texts were to match");
  }

  @Test
  void theStepsOfAPatternGrowWithTheTextAndNotWithTheProduct() {
    int length = 60_000;
    String hostile = "?".repeat(200) + "b*";
    assertTrue(Glob.of(hostile).steps(length) <= 4L * length + 10);
    assertTrue(Glob.of("*".repeat(200) + "b").steps(length) <= length);
    assertTrue(Glob.of("점심").steps(length) <= length);
  }

  @Test
  void ofALiteralTextEveryCharacterStandsForItself() {
    assertTrue(Glob.literal("Who? *Me*").matchesWords(Glob.folded("It was who? *me* again")));
    assertFalse(Glob.literal("Who? *Me*").matchesWords("whoever, some"));
    String name = "a? ".repeat(60) + "z";
    assertTrue(Glob.literal(name).matchesWords("- " + Glob.folded(name)));
    assertFalse(Glob.literal(name).matchesWords(Glob.folded(name).replace('?', 'x')));
  }

  private static String random(Random random, String alphabet, int lengthMax) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(lengthMax + 1);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
