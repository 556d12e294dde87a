package org.bongsu.event;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How a user stands to a room (client-server API, room membership). */
public enum Membership {
  INVITE("invite"),
  JOIN("join"),
  KNOCK("knock"),
  /** Has left, was kicked, was unbanned, or was never there. */
  LEAVE("leave"),
  BAN("ban");

  private final String id;

  Membership(String id) {
    this.id = id;
  }

  /** As it stands in {@code content.membership}. */
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

  /** What a member event's content says; empty where it says nothing that is defined. */
  public static Optional<Membership> in(ObjectNode content) {
    return of(content.path("membership").stringValue(""));
  }
}
