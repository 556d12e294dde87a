package org.bongsu.reach;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.accountdata.AccountData;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.push.PushDecision;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;
import org.bongsu.unread.PushedEvents;
import org.bongsu.unread.Recipient;
import tools.jackson.databind.node.ObjectNode;

/** Which pushers are to be told of an event: those of members whose push rules say so. */
final class PushRecipients {
  private final Shards shards;
  private final PushUsers users;
  private final PushedEvents pushed;
  private final Recipient.Reader people;

  PushRecipients(Shards shards, PushUsers users, PushedEvents pushed, Recipient.Reader people) {
    this.shards = shards;
    this.users = users;
    this.pushed = pushed;
    this.people = people;
  }

  /** What is to be told of an event. */
  List<Notification> of(Readers.Reader reader, int shard, StoredEvent event) {
    if (event.redactedBy() != null) {
      return List.of();
    }
    Rooms rooms = new Rooms(reader.shard(shard));
    RoomRow room = rooms.find(event.roomId()).orElseThrow();
    Set<UserId> candidates =
        new LinkedHashSet<>(users.in(event.roomId(), () -> rooms.joined(room)));
    invited(event).filter(users::has).ifPresent(candidates::add);
    List<Notification> found = new ArrayList<>();
    for (UserId user : candidates) {
      if (verdict(reader, shard, room, event, user).notifies()) {
        for (ObjectNode pusher : httpPushers(reader, user)) {
          found.add(
              new Notification(
                  shard,
                  event.ordering(),
                  user,
                  pusher.path("app_id").asString(),
                  pusher.path("pushkey").asString()));
        }
      }
    }
    return found;
  }

  /** Whom an event invites. */
  static Optional<UserId> invited(StoredEvent event) {
    String stateKey = event.stateKey();
    if (stateKey == null
        || !event.type().equals(EventTypes.MEMBER)
        || !event.content().path("membership").stringValue("").equals("invite")) {
      return Optional.empty();
    }
    return UserId.parse(stateKey);
  }

  /** What a user's rules say of an event. */
  PushDecision verdict(
      Readers.Reader reader, int shard, RoomRow room, StoredEvent event, UserId user) {
    Recipient person = person(reader, user);
    if (person.ignored().contains(event.sender())) {
      return PushDecision.NOTHING;
    }
    Db db = reader.shard(shard);
    String name = displayName(new Rooms(db), room, user);
    return person.rules().evaluate(pushed.of(db, room).get(event).event(), name);
  }

  Recipient person(Readers.Reader reader, UserId user) {
    return people.read(ownShard(reader, user), user);
  }

  Db ownShard(Readers.Reader reader, UserId user) {
    return reader.shard(shards.shardOf(user.value()));
  }

  Db shardOf(Readers.Reader reader, RoomId room) {
    return reader.shard(shards.shardOf(room.value()));
  }

  /** The pushers of a user that a push gateway serves. */
  List<ObjectNode> httpPushers(Readers.Reader reader, UserId user) {
    return new AccountData(ownShard(reader, user))
        .pushers(user).stream()
            .filter(pusher -> pusher.path("kind").stringValue("").equals("http"))
            .toList();
  }

  /** The name of somebody in a room, or empty. */
  static String displayName(Rooms rooms, RoomRow room, UserId user) {
    return rooms
        .state(room, EventTypes.MEMBER, user.value())
        .flatMap(member -> member.event().contentString("displayname"))
        .orElse("");
  }
}
