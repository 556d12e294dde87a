package org.bongsu.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SearchQueryTest {
  private static SearchQuery query(String typed) {
    return SearchQuery.of(typed).orElseThrow();
  }

  private static boolean finds(String typed, String text) {
    return query(typed).matches(SearchText.normalise(text));
  }

  @Test
  void wordsAreFoundWithTheirParticlesAndInsideOfOthers() {
    assertTrue(finds("봉수", "내일 봉수대에서 만나요"));
    assertTrue(finds("수대", "내일 봉수대에서 만나요"));
    assertFalse(finds("봉대", "내일 봉수대에서 만나요"));
  }

  @Test
  void allWordsMustBeThereInAnyOrder() {
    assertTrue(finds("자료 회의", "회의자료 보냈습니다"));
    assertFalse(finds("자료 점심", "회의자료 보냈습니다"));
  }

  @Test
  void aSingleSyllableFindsWordsThatBeginWithIt() {
    assertTrue(finds("꽃", "벚꽃 아니고 꽃이 핀다"));
    assertFalse(finds("꽃", "벚꽃 핀다"));
    assertTrue(finds("꽃", "«꽃»"));
    assertTrue(finds("꽃 핀다", "벚꽃 핀다"), "beside a longer word it is found anywhere");
  }

  @Test
  void punctuationIsComparedButFindsNothingAlone() {
    assertTrue(finds("c++", "나는 C++ 좋아해"));
    assertFalse(finds("c++", "나는 C 좋아해"));
    assertTrue(finds("v1.18", "Matrix v1.18입니다"));
    assertTrue(SearchQuery.of("...!").isEmpty());
    assertTrue(SearchQuery.of("  ").isEmpty());
    assertTrue(SearchQuery.of("").isEmpty());
  }

  @Test
  void emojiAreFoundBesideWordsAndWithAnySkin() {
    assertTrue(finds("👍", "좋아요👍🏽"));
    assertTrue(finds("😀", "하하😀😀"));
    assertFalse(finds("👍", "좋아요👎"));
  }

  @Test
  void otherSpacingIsFoundOnRequest() {
    assertFalse(finds("회의자료", "회의 자료 주세요"));
    SearchQuery any = query("회의자료").anySpacing().orElseThrow();
    assertTrue(any.matches("회의 자료 주세요"));
    assertTrue(any.matches("회의자료 주세요"));
    assertFalse(any.matches("회의 때 자료 주세요"));
    assertTrue(query("할수있다").anySpacing().orElseThrow().matches("나는 할 수 있다"));
    assertTrue(query("회의").anySpacing().isEmpty(), "too short");
    assertTrue(query("matrix").anySpacing().isEmpty(), "not Korean");
    assertTrue(any.anySpacing().isEmpty(), "already so");
  }

  @Test
  void closerTextsRankHigher() {
    SearchQuery query = query("회의 자료");
    double together = query.rank("회의 자료");
    double longer = query.rank("회의 자료 오늘 저녁까지 보내 주세요");
    double apart = query.rank("오늘 회의 때 볼 자료 보내 주세요");
    double inside = query.rank("정기회의 때 볼 첨부자료 보내 주세요");
    assertTrue(together > longer && longer > apart && apart > inside && inside > 0);
    assertTrue(together <= 3);
  }

  @Test
  void longSearchesAreCutAndWordsCounted() {
    assertEquals(List.of("가나"), query("가나 가나").words());
    assertTrue(query("😀".repeat(300)).words().getFirst().length() <= 256);
    assertEquals(16, query("가나 나다 다라 라마 마바 바사 사아 아자 자차 차카 카타 타파 파하 하가 가다 나라 다마").words().size());
  }

  /** The index must yield every text that matches: it must have all terms that a query requires. */
  @Test
  void everyMatchingTextHasTheRequiredTerms() {
    long seed = 20221015;
    Random random = new Random(seed);
    String alphabet = "가나다ab1 .😀ㅋ";
    int matched = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = SearchText.normalise(random(random, alphabet, 12));
      String typed = random(random, alphabet, 4);
      SearchQuery query = SearchQuery.of(typed).orElse(null);
      if (query == null || !query.matches(text)) {
        continue;
      }
      matched++;
      String expression = query.expression(Set.of(SearchKey.BODY), Set.of(1L));
      for (String part : expression.split(" AND ")) {
        String term = part.replaceAll("[()\"]", "");
        assertTrue(
            term.equals("zr1") || Bigrams.of(text).contains(term),
            () -> "'" + typed + "' in '" + text + "' lacks " + term + ", seed " + seed);
      }
    }
    assertTrue(matched > 10_000, "the test must have something to test: " + matched);
  }

  private static String random(Random random, String alphabet, int length) {
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(length); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}
