package org.bongsu.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Selects the state events that authorize an event (server-server API, auth events selection). */
public final class AuthEvents {
  private static final Set<String> MEMBERSHIPS_UNDER_JOIN_RULES = Set.of("join", "invite", "knock");

  private AuthEvents() {}

  /**
   * The state keys whose current events, if they exist, are the {@code auth_events} of an event. No
   * duplicates; always in the same order.
   *
   * @param stateKey null if it is not a state event
   */
  public static List<StateTuple> selection(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      UserId sender,
      ObjectNode content) {
    List<StateTuple> selected = new ArrayList<>(5);
    if (type.equals(EventTypes.CREATE)) {
      return selected;
    }
    if (version.createIsAuthEvent()) {
      selected.add(new StateTuple(EventTypes.CREATE, ""));
    }
    selected.add(new StateTuple(EventTypes.POWER_LEVELS, ""));
    selected.add(new StateTuple(EventTypes.MEMBER, sender.value()));
    if (type.equals(EventTypes.MEMBER) && stateKey != null) {
      selectForMember(stateKey, content, selected);
    }
    return selected;
  }

  private static void selectForMember(
      String stateKey, ObjectNode content, List<StateTuple> selected) {
    addOnce(new StateTuple(EventTypes.MEMBER, stateKey), selected);
    String membership = content.path("membership").stringValue("");
    if (MEMBERSHIPS_UNDER_JOIN_RULES.contains(membership)) {
      selected.add(new StateTuple(EventTypes.JOIN_RULES, ""));
    }
    JsonNode token = content.path("third_party_invite").path("signed").path("token");
    if (membership.equals("invite") && token.isString()) {
      selected.add(new StateTuple(EventTypes.THIRD_PARTY_INVITE, token.stringValue()));
    }
    JsonNode authoriser = content.path("join_authorised_via_users_server");
    if (membership.equals("join") && authoriser.isString()) {
      addOnce(new StateTuple(EventTypes.MEMBER, authoriser.stringValue()), selected);
    }
  }

  private static void addOnce(StateTuple tuple, List<StateTuple> selected) {
    if (!selected.contains(tuple)) {
      selected.add(tuple);
    }
  }
}
