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
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;
import org.bongsu.unread.PushedEvents;
import org.bongsu.unread.Recipient;
import tools.jackson.databind.node.ObjectNode;

/** Finds the pushers to notify of an event: those of members whose push rules match. */
final class PushRecipients {
  private final Shards shards;
  private final PushUsers users;
  private final PushedEvents pushed;
  private final Recipient.Reader recipientReader;

  PushRecipients(
      Shards shards, PushUsers users, PushedEvents pushed, Recipient.Reader recipientReader) {
    this.shards = shards;
    this.users = users;
    this.pushed = pushed;
    this.recipientReader = recipientReader;
  }

  /** The notifications to send for an event. */
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
      if (decision(reader, shard, room, event, user).notifies()) {
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

  /** The user that an event invites. */
  static Optional<UserId> invited(StoredEvent event) {
    String stateKey = event.stateKey();
    if (stateKey == null
        || !event.type().equals(EventTypes.MEMBER)
        || !event.content().path("membership").stringValue("").equals("invite")) {
      return Optional.empty();
    }
    return UserId.parse(stateKey);
  }

  /** What a user's push rules decide for an event; nothing if it is hidden. */
  PushDecision decision(
      Readers.Reader reader, int shard, RoomRow room, StoredEvent event, UserId user) {
    Recipient recipient = recipient(reader, user);
    if (recipient.ignored().contains(event.sender())) {
      return PushDecision.NOTHING;
    }
    Db db = reader.shard(shard);
    if (Seal.of(db, room).hides(event.ordering())) {
      return PushDecision.NOTHING;
    }
    String name = displayName(new Rooms(db), room, user);
    return recipient.rules().evaluate(pushed.of(db, room).get(event).event(), name);
  }

  Recipient recipient(Readers.Reader reader, UserId user) {
    return recipientReader.read(ownShard(reader, user), user);
  }

  Db ownShard(Readers.Reader reader, UserId user) {
    return reader.shard(shards.shardOf(user.value()));
  }

  Db shardOf(Readers.Reader reader, RoomId room) {
    return reader.shard(shards.shardOf(room.value()));
  }

  /** The user's pushers of the kind http. */
  List<ObjectNode> httpPushers(Readers.Reader reader, UserId user) {
    return new AccountData(ownShard(reader, user))
        .pushers(user).stream()
            .filter(pusher -> pusher.path("kind").stringValue("").equals("http"))
            .toList();
  }

  /** The display name of a member, or empty. */
  static String displayName(Rooms rooms, RoomRow room, UserId user) {
    return rooms
        .state(room, EventTypes.MEMBER, user.value())
        .flatMap(member -> member.event().contentString("displayname"))
        .orElse("");
  }
}
