package org.bongsu.node;

import org.bongsu.settings.LimitKind;
import org.bongsu.settings.RequestLimit;

/** The rate limits of every node, independent of its features. */
public enum NodeLimit implements LimitKind {
  UNKNOWN_TOKENS(
      "unknown-tokens",
      "60/1m",
      "requests from one address with a token that is not known, for which other sites are asked");

  private final String setting;
  private final RequestLimit defaultLimit;
  private final String what;

  NodeLimit(String setting, String defaultLimit, String what) {
    this.setting = "limit-" + setting;
    this.defaultLimit = RequestLimit.parse(defaultLimit);
    this.what = what;
  }

  @Override
  public String setting() {
    return setting;
  }

  @Override
  public RequestLimit defaultLimit() {
    return defaultLimit;
  }

  @Override
  public String what() {
    return what;
  }
}
