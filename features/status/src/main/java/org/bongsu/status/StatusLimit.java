package org.bongsu.status;

import org.bongsu.settings.LimitKind;

/** The rate limits of operational routes that change something. */
public enum StatusLimit implements LimitKind {
  REVOCATIONS("revocations", "30/10m", "lists of revoked certificates of sites from one address");

  private final Description description;

  StatusLimit(String name, String defaultLimit, String what) {
    this.description = Description.of(name, defaultLimit, what);
  }

  @Override
  public Description description() {
    return description;
  }
}
