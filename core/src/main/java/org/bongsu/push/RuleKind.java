package org.bongsu.push;

import java.util.Optional;

/** The kinds of push rules, in the order of evaluation. */
public enum RuleKind {
  OVERRIDE("override"),
  CONTENT("content"),
  ROOM("room"),
  SENDER("sender"),
  UNDERRIDE("underride");

  private final String id;

  RuleKind(String id) {
    this.id = id;
  }

  /** The name in paths and rulesets. */
  public String id() {
    return id;
  }

  public static Optional<RuleKind> of(String id) {
    for (RuleKind kind : values()) {
      if (kind.id.equals(id)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  boolean hasConditions() {
    return this == OVERRIDE || this == UNDERRIDE;
  }

  boolean hasPattern() {
    return this == CONTENT;
  }
}
