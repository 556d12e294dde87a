package org.bongsu.matrix.sync;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.event.EventTypes;
import org.bongsu.event.Redaction;
import org.bongsu.event.RoomVersion;
import org.bongsu.event.StateTuple;
import org.bongsu.http.Session;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.SyncToken;
import org.bongsu.node.Epoch;
import org.bongsu.room.RecentRooms;
import org.bongsu.store.Db;
import org.bongsu.testing.OneReplica;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client that knows of rooms only what its syncs said, as the specification tells clients to take
 * it: first the state section, then the state events of the timeline; or {@code state_after} alone.
 * It drops what it knew of a room that it is not in when it joins it.
 */
final class ModelClient {
  /** A state event as the client last saw it. */
  record Known(String eventId, ObjectNode content) {}

  /**
   * A room as the client knows it.
   *
   * @param section of the sync in which the room last was: join, invite, knock or leave
   * @param whole whether the client was given the whole state: it has seen the room joined, or got
   *     it in a sync of all rooms
   * @param senders of the events in the last timeline
   */
  record Room(String section, boolean whole, Map<StateTuple, Known> state, Set<String> senders) {}

  /** The server: one shard, and what its syncs share. */
  record Server(
      OneReplica shard, RecentRooms recent, UnreadCounts unread, Recipient.Reader recipients) {
    static Server of(OneReplica shard) {
      RecentRooms recent = new RecentRooms();
      return new Server(shard, recent, new UnreadCounts(recent), new Recipient.Reader());
    }
  }

  private final Server server;
  private final UserId user;
  private final String filterText;
  private final SyncFilter filter;
  private final SyncQuery.StateForm form;
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private @Nullable SyncToken since;

  ModelClient(Server server, UserId user, String filter, SyncQuery.StateForm form) {
    this.server = server;
    this.user = user;
    this.filterText = filter;
    this.filter = SyncFilter.of(Json.object(filter));
    this.form = form;
  }

  UserId user() {
    return user;
  }

  SyncFilter filter() {
    return filter;
  }

  Map<String, Room> rooms() {
    return rooms;
  }

  @Override
  public String toString() {
    return user + " with " + form + " and " + filterText;
  }

  /** Another client of the same user that continues from here knowing nothing. */
  ModelClient forgetful() {
    ModelClient other = new ModelClient(server, user, filterText, form);
    other.since = since;
    return other;
  }

  /** Syncs with the production code, from the last token. */
  void sync(boolean fullState) {
    Session session = new Session(user, new DeviceId("PHONE"), false, "token");
    SyncQuery query = new SyncQuery(session, since, filter, fullState, form);
    Db db = server.shard.db();
    Recipient recipient = server.recipients.read(db, user);
    RoomEphemera ephemera =
        new RoomEphemera(query, recipient, server.unread, List.of(), List.of(), db);
    RoomSections.Sections answer = new RoomSections.Sections();
    new RoomSections(
            db,
            query,
            query.sinceOrdering(0),
            recipient,
            ephemera,
            server.recent,
            new Epoch(""),
            0,
            answer)
        .addAll();
    since = new SyncToken(new long[] {server.shard.next()}, 0, "", 0);
    boolean all = fullState || query.isInitial();
    take("invite", answer.invite(), all);
    take("knock", answer.knock(), all);
    take("join", answer.join(), all);
    take("leave", answer.leave(), all);
  }

  private void take(String section, ObjectNode sections, boolean all) {
    // Contents are written raw, so the answer is read as a client reads it.
    for (Map.Entry<String, JsonNode> one : Json.object(Json.text(sections)).properties()) {
      Room before = rooms.get(one.getKey());
      boolean continues =
          before != null
              && (before.section.equals(section)
                  || (before.section.equals("join") && section.equals("leave")));
      boolean whole = all || section.equals("join");
      Room room =
          continues
              ? new Room(section, before.whole || whole, before.state, new HashSet<>())
              : new Room(section, whole, new LinkedHashMap<>(), new HashSet<>());
      rooms.put(one.getKey(), room);
      one.getValue().path(form.key()).path("events").forEach(event -> put(room, event));
      one.getValue()
          .path("timeline")
          .path("events")
          .forEach(event -> takeFromTimeline(room, event));
    }
  }

  private void takeFromTimeline(Room room, JsonNode event) {
    room.senders.add(event.path("sender").asString());
    if (event.has("state_key") && !form.isAfter()) {
      put(room, event);
    }
    if (event.path("type").asString().equals(EventTypes.REDACTION)) {
      redact(room, event.path("redacts").asString(""));
    }
  }

  private static void put(Room room, JsonNode event) {
    StateTuple tuple =
        new StateTuple(event.path("type").asString(), event.path("state_key").asString());
    room.state.put(
        tuple, new Known(event.path("event_id").asString(), (ObjectNode) event.path("content")));
  }

  private static void redact(Room room, String eventId) {
    room.state.replaceAll((tuple, known) ->
        known.eventId.equals(eventId)
            ? new Known(
                eventId, Redaction.redactContent(RoomVersion.V11, tuple.type(), known.content))
            : known);
  }
}
