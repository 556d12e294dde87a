package org.bongsu.watch;

import java.util.Arrays;
import java.util.Optional;

/** What people use a deployment for; each is probed and shown on its own. */
public enum Service {
  SIGN_IN("sign-in"),
  TEXT("text"),
  PHOTO("photo"),
  SEARCH("search");

  private final String id;

  Service(String id) {
    this.id = id;
  }

  /** Its name in JSON, addresses and options. */
  public String id() {
    return id;
  }

  /** The service with this name; empty if there is none. */
  public static Optional<Service> of(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
