package org.bongsu.node;

import org.bongsu.settings.LimitKind;

/** The rate limits of every node, independent of its features. */
public enum NodeLimit implements LimitKind {
  UNKNOWN_TOKENS(
      "unknown-tokens",
      "60/1m",
      "requests from one address with a token that is not known, for which other sites are asked");

  private final Description description;

  NodeLimit(String name, String defaultLimit, String what) {
    this.description = Description.of(name, defaultLimit, what);
  }

  @Override
  public Description description() {
    return description;
  }
}
