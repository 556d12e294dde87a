package org.bongsu.command;

import java.util.List;
import java.util.Set;
import org.bongsu.event.EventTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@link Command#revokes} for commands whose content decides it. */
final class Revocations {
  /** What only asks somebody in, or asks to be let in; leaving, kicks and bans take away. */
  private static final Set<String> GIVING_MEMBERSHIPS = Set.of("join", "invite", "knock");

  private static final String IGNORED_USERS = "m.ignored_user_list";

  /** Account data that keeps secrets: a new one may replace one that somebody else can open. */
  private static final List<String> SECRETS =
      List.of("m.secret_storage.", "m.cross_signing.", "m.megolm_backup.");

  private Revocations() {}

  /**
   * State stands in place of the state before it: what that showed to people or allowed them ends.
   * An invitation and a knock replace nothing that anybody would miss.
   */
  static boolean ofEvent(RoomCommand.NewEvent event) {
    if (event.stateKey() == null) {
      return event.type().equals(EventTypes.REDACTION);
    }
    if (event.type().equals(EventTypes.MEMBER)) {
      String membership = membership(event.content());
      return !membership.equals("invite") && !membership.equals("knock");
    }
    return true;
  }

  /** Other than with {@link #ofEvent}, a join shows the profile as it is everywhere. */
  static boolean ofMembership(ObjectNode content) {
    return !GIVING_MEMBERSHIPS.contains(membership(content));
  }

  private static String membership(JsonNode content) {
    return content.path("membership").stringValue("");
  }

  /** A user's own clients alone see account data, but it blocks people and keeps secrets. */
  static boolean ofAccountData(String type, ObjectNode content) {
    return content.isEmpty() // how clients remove it
        || type.equals(IGNORED_USERS)
        || SECRETS.stream().anyMatch(type::startsWith);
  }
}
