package org.bongsu.command;

import java.util.List;
import java.util.Set;
import org.bongsu.event.EventTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides {@link Command#revokes} for commands where it depends on the content. */
final class Revocations {
  /** Memberships that grant or request access; leaving, kicks and bans revoke it. */
  private static final Set<String> GIVING_MEMBERSHIPS = Set.of("join", "invite", "knock");

  private static final String IGNORED_USERS = "m.ignored_user_list";

  /**
   * Account data that holds secrets: a new secret may replace one that somebody else can decrypt.
   */
  private static final List<String> SECRETS =
      List.of("m.secret_storage.", "m.cross_signing.", "m.megolm_backup.");

  private Revocations() {}

  /**
   * State replaces earlier state, and with it whatever that showed or allowed. An invitation or a
   * knock replaces nothing of the kind.
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

  /**
   * Unlike in {@link #ofEvent}, a join is no revocation, because it shows the user's current
   * profile.
   */
  static boolean ofMembership(ObjectNode content) {
    return !GIVING_MEMBERSHIPS.contains(membership(content));
  }

  private static String membership(JsonNode content) {
    return content.path("membership").stringValue("");
  }

  /** Only the user's own clients see account data, but it includes ignored users and secrets. */
  static boolean ofAccountData(String type, ObjectNode content) {
    return content.isEmpty() // how clients remove it
        || type.equals(IGNORED_USERS)
        || SECRETS.stream().anyMatch(type::startsWith);
  }
}
