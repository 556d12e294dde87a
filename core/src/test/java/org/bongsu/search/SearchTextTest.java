package org.bongsu.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

final class SearchTextTest {
  @Test
  void decomposedKoreanIsTheSameAsComposed() {
    String decomposed = Normalizer.normalize("봉수대에서 봐요", Normalizer.Form.NFD);
    assertEquals("봉수대에서 봐요", SearchText.normalise(decomposed));
  }

  @Test
  void caseWidthAndLigaturesAreTheSame() {
    assertEquals("matrix v12 office", SearchText.normalise("Ｍａｔｒｉｘ Ｖ１２ oﬃce"));
    assertEquals("σοφοσ", SearchText.normalise("ΣΟΦΟΣ"));
    assertEquals("σοφοσ", SearchText.normalise("σοφος"));
  }

  @Test
  void turkishLettersDoNotDependOnTheLocaleOfTheMachine() {
    assertEquals("title", SearchText.normalise("TITLE"));
  }

  @Test
  void lettersTypedByThemselvesStayApart() {
    assertEquals("ㅋㅋㅠㅠ ㅇㅋ ㄱㅏ", SearchText.normalise("ㅋㅋㅠㅠ ㅇㅋ ㄱㅏ"));
    assertEquals("ㅋㅋ é", SearchText.normalise("ㅋㅋ e\u0301"));
  }

  @Test
  void spacesAreOneAndInvisibleCharactersNone() {
    assertEquals("가 나 다", SearchText.normalise("  가\u3000나\t\n 다\u00a0"));
    assertEquals("봉수", SearchText.normalise("봉\u200b수\ufeff"));
    assertEquals("❤", SearchText.normalise("❤\ufe0f"));
  }

  @Test
  void emptyTextStaysEmpty() {
    assertEquals("", SearchText.normalise(""));
    assertEquals("", SearchText.normalise(" \u200b "));
  }
}
