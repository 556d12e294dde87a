package org.bongsu.event;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The membership of a user in a room (client-server API, room membership). */
public enum Membership {
  INVITE("invite"),
  JOIN("join"),
  KNOCK("knock"),
  /** Has left, was kicked or unbanned, or was never a member. */
  LEAVE("leave"),
  BAN("ban");

  private final String id;

  Membership(String id) {
    this.id = id;
  }

  /** The value in {@code content.membership}. */
  public String id() {
    return id;
  }

  public static Optional<Membership> of(String id) {
    for (Membership membership : values()) {
      if (membership.id.equals(id)) {
        return Optional.of(membership);
      }
    }
    return Optional.empty();
  }

  /** The membership in a member event's content; empty if it is missing or undefined. */
  public static Optional<Membership> in(ObjectNode content) {
    return of(content.path("membership").stringValue(""));
  }
}
