package org.bongsu.settings;

/** A kind of request whose rate is limited for each account or address; one setting each. */
public interface LimitKind {
  /**
   * The setting of a limit.
   *
   * @param setting {@code limit-} and what is limited
   * @param defaultLimit holds if none is given
   * @param what is counted, and for whom
   */
  record Description(String setting, RequestLimit defaultLimit, String what) {
    /** A limit as in {@code 60/1m}, whose setting is {@code limit-} and its name. */
    public static Description of(String name, String defaultLimit, String what) {
      return new Description("limit-" + name, RequestLimit.parse(defaultLimit), what);
    }
  }

  /** Its name in messages between sites. */
  String name();

  Description description();

  default String setting() {
    return description().setting();
  }

  default RequestLimit defaultLimit() {
    return description().defaultLimit();
  }

  default String what() {
    return description().what();
  }
}
