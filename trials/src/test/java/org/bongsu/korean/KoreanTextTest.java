package org.bongsu.korean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;

class KoreanTextTest {
  @Test
  void theSameSeedGivesTheSameTexts() {
    KoreanText one = new KoreanText(9);
    KoreanText same = new KoreanText(9);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(one.next(), same.next());
    }
  }

  @Test
  void textsAreVariedAndNeedNoEscapesInJson() {
    KoreanText korean = new KoreanText(1);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String text = korean.next();
      texts.add(text);
      assertEquals(text, Json.parse("{\"body\":\"" + text + "\"}").path("body").stringValue());
    }
    assertTrue(texts.size() > 1_000, "only " + texts.size() + " different texts");
  }

  @Test
  void aTextOfThirtySyllablesHasThirty() {
    KoreanText korean = new KoreanText(4);
    for (int i = 0; i < 500; i++) {
      String text = korean.ofSyllables(30);
      assertEquals(30, text.chars().filter(c -> KoreanText.isSyllable((char) c)).count(), text);
    }
  }
}
