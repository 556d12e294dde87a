package org.bongsu.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private static String random(Random random, String alphabet, int lengthMax) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(lengthMax + 1);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
