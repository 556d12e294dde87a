package org.bongsu.watch.page;

/** Korean particles, whose form depends on the sound before them. */
final class Particle {
  private static final char FIRST_SYLLABLE = '가';
  private static final char LAST_SYLLABLE = '힣';
  private static final int FINALS = 28;

  /** Letters and digits whose Korean names end in a consonant. */
  private static final String CLOSED = "LMNRlmnr013678";

  private Particle() {}

  /** 을 or 를. */
  static String object(String word) {
    return word + (isClosed(word) ? "을" : "를");
  }

  /** 이 or 가. */
  static String subject(String word) {
    return word + (isClosed(word) ? "이" : "가");
  }

  /** 은 or 는. */
  static String topic(String word) {
    return word + (isClosed(word) ? "은" : "는");
  }

  private static boolean isClosed(String word) {
    String spoken = word.replaceAll("[^\\p{L}\\p{N}]+$", "");
    if (spoken.isEmpty()) {
      return false;
    }
    char last = spoken.charAt(spoken.length() - 1);
    if (last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE) {
      return (last - FIRST_SYLLABLE) % FINALS != 0;
    }
    return CLOSED.indexOf(last) >= 0;
  }
}
