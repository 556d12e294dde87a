package org.bongsu.doctor;

/**
 * What a check has found.
 *
 * @param subject such as {@code disk}; the same in both languages
 * @param what one sentence, in Korean and English
 * @param advice what to do; empty if nothing is to be done
 */
public record Finding(State state, String subject, Said what, Said advice) {
  /** From best to worst. */
  public enum State {
    OK,
    /** Nothing is known about it. */
    NOT_CHECKED,
    WATCH_OUT,
    BROKEN
  }

  /** The same in both languages. */
  public record Said(String korean, String english) {
    static final Said NOTHING = new Said("", "");
  }

  static Finding ok(String subject, String korean, String english) {
    return new Finding(State.OK, subject, new Said(korean, english), Said.NOTHING);
  }

  static Finding notChecked(String subject, String korean, String english) {
    return new Finding(State.NOT_CHECKED, subject, new Said(korean, english), Said.NOTHING);
  }

  static Finding watchOut(String subject, Said what, Said advice) {
    return new Finding(State.WATCH_OUT, subject, what, advice);
  }

  static Finding broken(String subject, Said what, Said advice) {
    return new Finding(State.BROKEN, subject, what, advice);
  }
}
