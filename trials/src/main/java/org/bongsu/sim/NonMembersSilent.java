package org.bongsu.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bongsu.command.ShardCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.json.Json;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.search.SearchedTexts;
import org.bongsu.store.Db;

/**
 * Only members have written into a room, and no banned user has joined. Checked with a model that
 * is much smaller than the auth rules: the memberships and the join rule. Events of revocations
 * that were applied again need no membership, and give none.
 */
final class NonMembersSilent implements Checker {
  private static final int EVENTS_MAX = 1_000_000;

  @Override
  public Optional<String> check(History history, Sites sites) {
    Set<List<Long>> reapplied = reapplied(history);
    List<Db> stores = sites.stores();
    for (int shard = 0; shard < stores.size(); shard++) {
      Db db = stores.get(shard);
      Rooms rooms = new Rooms(db);
      for (String id : db.list("SELECT room_id FROM room ORDER BY id", row -> row.getString(1))) {
        RoomRow room = rooms.find(new org.bongsu.id.RoomId(id)).orElseThrow();
        Model model = new Model();
        for (StoredEvent event : rooms.forwards(room, 0, Long.MAX_VALUE, EVENTS_MAX)) {
          boolean again =
              reapplied.contains(List.of((long) shard, SearchedTexts.position(event.ordering())));
          if (again ? model.givesAccess(event) : !model.allows(event)) {
            return Optional.of(
                "%s in %s by %s, who is %s"
                    .formatted(event.type(), id, event.sender(), model.of(event.sender().value())));
          }
          model.follow(event);
        }
      }
    }
    return Optional.empty();
  }

  /** Shards and positions. */
  private static Set<List<Long>> reapplied(History history) {
    return history.applied().stream()
        .filter(one -> one.command() instanceof ShardCommand.Reapply)
        .map(one -> List.of((long) one.shard(), one.position()))
        .collect(Collectors.toSet());
  }

  private static final class Model {
    private final Map<String, String> memberships = new HashMap<>();
    private boolean open;
    private boolean knockable;
    private String creator = "";

    String of(String user) {
      return memberships.getOrDefault(user, "leave");
    }

    boolean givesAccess(StoredEvent event) {
      boolean isOut = Set.of("leave", "ban").contains(membershipIn(event));
      boolean stays = of(String.valueOf(event.stateKey())).equals(membershipIn(event));
      return event.type().equals(EventTypes.MEMBER) && !isOut && !stays;
    }

    boolean allows(StoredEvent event) {
      String sender = event.sender().value();
      if (event.type().equals(EventTypes.CREATE)) {
        return memberships.isEmpty();
      }
      if (!event.type().equals(EventTypes.MEMBER)) {
        return of(sender).equals("join");
      }
      String target = String.valueOf(event.stateKey());
      return target.equals(sender)
          ? mayChangeOwn(sender, membershipIn(event))
          : of(sender).equals("join") && mayChangeOthers(target, membershipIn(event));
    }

    private boolean mayChangeOwn(String user, String to) {
      String from = of(user);
      boolean begins = memberships.isEmpty() && user.equals(creator);
      return switch (to) {
        case "join" ->
            from.equals("join") || from.equals("invite") || begins || (open && !from.equals("ban"));
        case "leave" -> !from.equals("ban") && !from.equals("leave");
        case "knock" -> knockable && !from.equals("ban") && !from.equals("join");
        case "ban" -> from.equals("join");
        default -> false;
      };
    }

    private boolean mayChangeOthers(String user, String to) {
      return switch (to) {
        case "invite" -> !of(user).equals("ban") && !of(user).equals("join");
        case "leave", "ban" -> true;
        default -> false;
      };
    }

    void follow(StoredEvent event) {
      switch (event.type()) {
        case EventTypes.CREATE -> creator = event.sender().value();
        case EventTypes.MEMBER ->
            memberships.put(String.valueOf(event.stateKey()), membershipIn(event));
        case EventTypes.JOIN_RULES -> {
          String rule = content(event, "join_rule");
          open = rule.equals("public");
          knockable = rule.equals("knock") || rule.equals("knock_restricted");
        }
        default -> {}
      }
    }

    private static String membershipIn(StoredEvent event) {
      return content(event, "membership");
    }

    private static String content(StoredEvent event, String key) {
      return Json.object(event.contentText()).path(key).stringValue("");
    }
  }
}
