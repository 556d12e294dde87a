package org.bongsu.matrix.sync;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Epoch;
import org.bongsu.room.ClientEvents;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.RecentRooms;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.UserRooms;
import org.bongsu.room.UserRooms.UserRoom;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;
import org.bongsu.unread.Recipient;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the room sections of one shard into a sync's answer. */
final class RoomSections {
  /** Number of users that name a room without a name (specification: the first five). */
  private static final int HEROES = 5;

  /** Sections of rooms by room id, for each kind of membership, and their size. */
  record Sections(
      ObjectNode join,
      ObjectNode invite,
      ObjectNode knock,
      ObjectNode leave,
      StrippedState stripped,
      AnswerSize size) {
    Sections() {
      this(
          Json.object(),
          Json.object(),
          Json.object(),
          Json.object(),
          new StrippedState(),
          new AnswerSize());
    }

    /** Adds the section of a room, if there is one, to the size. */
    void measure(RoomId room) {
      for (ObjectNode part : List.of(join, invite, knock, leave)) {
        size.add(part.path(room.value()));
      }
    }
  }

  private final SyncQuery query;
  private final Recipient recipient;
  private final RoomEphemera ephemera;
  private final RecentRooms recent;
  private final Epoch epoch;
  private final Sections out;
  private final Rooms rooms;
  private final UserRooms userRooms;
  private final Db db;
  private final ClientEvents writer;
  private final long since;

  RoomSections(
      Db db,
      SyncQuery query,
      long since,
      Recipient recipient,
      RoomEphemera ephemera,
      RecentRooms recent,
      Epoch epoch,
      long now,
      Sections out) {
    this.db = db;
    this.query = query;
    this.since = since;
    this.recipient = recipient;
    this.ephemera = ephemera;
    this.recent = recent;
    this.epoch = epoch;
    this.out = out;
    this.rooms = new Rooms(db);
    this.userRooms = new UserRooms(db);
    this.writer =
        new ClientEvents(
            db,
            new ClientEvents.Asker(recipient.user(), query.session().device(), recipient.ignored()),
            query.filter().federationFormat()
                ? ClientEvents.Form.FEDERATION
                : ClientEvents.Form.WITHOUT_ROOM_ID,
            now);
  }

  /** Adds the sections of all rooms of this shard with changes. */
  void addAll() {
    List<UserRoom> changed =
        query.isInitial() || query.fullState()
            ? userRooms.all(recipient.user())
            : userRooms.changedSince(recipient.user(), since);
    for (UserRoom room : changed) {
      if (query.filter().wantsRoom(room.room().id())) {
        add(room);
        out.measure(room.room().id());
      }
    }
  }

  private void add(UserRoom room) {
    switch (room.membership()) {
      case "join" -> addJoined(room);
      case "invite" -> addInvite(room);
      case "knock" -> addKnock(room);
      default -> addLeft(room);
    }
  }

  private boolean isMembershipNew(UserRoom room) {
    return room.memberEvent() >= since;
  }

  private String membershipBefore(UserRoom room) {
    if (query.isInitial()) {
      return "leave";
    }
    return rooms
        .stateBefore(room.room(), EventTypes.MEMBER, recipient.user().value(), since)
        .flatMap(event -> event.event().contentString("membership"))
        .orElse("leave");
  }

  private void addJoined(UserRoom member) {
    RoomRow room = member.room();
    boolean all = query.isInitial() || query.fullState();
    RecentRoom newest = all ? recent.find(room) : recent.read(db, room, since);
    Visibility seen = recent.member(db, newest, recipient.user()).seen();
    // Who left and came back may not see what changed meanwhile, and may have forgotten the rest.
    boolean newlyJoined = !query.isInitial() && !seen.isJoinedSince(since);
    boolean fresh = query.isInitial() || newlyJoined;
    boolean full = fresh || query.fullState();
    Timeline timeline = timeline(newest, seen, fresh ? 0 : since, Long.MAX_VALUE);
    boolean gap = timeline.limited() || timeline.leftOut();
    List<StoredEvent> changes = full ? List.of() : changes(room, timeline, gap);
    ObjectNode section = Json.object();
    Optional<ObjectNode> summary = summary(room, full, changes);
    Set<UserId> heroes = heroesIn(summary);
    RoomState state = new RoomState(rooms, timeline, query.state().isAfter());
    if (full) {
      state.add(lazy() ? userRooms.stateWithoutMembers(room) : rooms.state(room), 0);
    }
    boolean hasOldMembers = lazy() && full && seen.membershipAt(since - 1).equals("join");
    state.add(hasOldMembers ? userRooms.stateSince(room, since) : changes, since);
    if (lazy()) {
      state.addMembers(
          membersToShow(timeline, heroes, full), user -> recent.memberEvent(db, newest, user));
    }
    summary.ifPresent(found -> section.set("summary", found));
    boolean hasState = putState(section, state, seen, full || gap);
    section.set("timeline", written(timeline, seen, timeline.limited() || newlyJoined));
    boolean more = ephemera.addTo(section, db, newest, full, since);
    boolean hasEvents = more || hasState || !timeline.events().isEmpty() || timeline.limited();
    if (hasEvents || newlyJoined || (summary.isPresent() && !full)) {
      ephemera.addUnread(section, db, newest);
      out.join.set(room.id().value(), section);
    }
  }

  private boolean lazy() {
    return query.filter().lazyLoadsMembers();
  }

  private Timeline timeline(RecentRoom room, Visibility seen, long from, long before) {
    return Timeline.read(
        db, room, seen, from, before, query.filter().timeline(), recipient.ignored());
  }

  /**
   * State that has changed since the token; empty if the timeline is complete and so contains it.
   */
  private List<StoredEvent> changes(RoomRow room, Timeline timeline, boolean gap) {
    return gap
        ? userRooms.stateSince(room, since)
        : timeline.events().stream().filter(StoredEvent::isState).toList();
  }

  private Set<UserId> membersToShow(Timeline timeline, Set<UserId> heroes, boolean full) {
    Set<UserId> users = new LinkedHashSet<>(heroes);
    timeline.events().forEach(event -> users.add(event.sender()));
    if (full) {
      users.add(recipient.user());
    }
    return users;
  }

  /** Writes the state that the filter lets through, and returns whether there is any. */
  private boolean putState(ObjectNode section, RoomState state, Visibility seen, boolean always) {
    ArrayNode events = Json.array();
    EventFilter filter = query.filter().state();
    for (StoredEvent event : state.selected()) {
      if (filter.wantsType(event.type())
          && filter.wantsSender(event.sender().value())
          && filter.wantsRoom(event.roomId())) {
        events.add(writer.write(seen, event));
      }
    }
    if (always || query.state().isAfter() || !events.isEmpty()) {
      section.putObject(query.state().key()).set("events", events);
    }
    return !events.isEmpty();
  }

  private ObjectNode written(Timeline timeline, Visibility seen, boolean limited) {
    ObjectNode written = Json.object();
    written.set("events", writer.write(seen, timeline.events()));
    written.put("limited", limited);
    written.put("prev_batch", epoch.write(timeline.start()));
    return written;
  }

  private Optional<ObjectNode> summary(RoomRow room, boolean full, List<StoredEvent> changes) {
    boolean changed =
        changes.stream()
            .anyMatch(event ->
                event.type().equals(EventTypes.MEMBER)
                    || event.isState(EventTypes.NAME, "")
                    || event.isState(EventTypes.CANONICAL_ALIAS, ""));
    if (!full && !changed) {
      return Optional.empty();
    }
    UserRooms.Counts counts = userRooms.counts(room);
    ObjectNode summary = Json.object();
    if (!isNamed(room)) {
      ArrayNode heroes = summary.putArray("m.heroes");
      userRooms.heroes(room, recipient.user(), HEROES).forEach(hero -> heroes.add(hero.value()));
    }
    summary.put("m.joined_member_count", counts.joined());
    summary.put("m.invited_member_count", counts.invited());
    return Optional.of(summary);
  }

  private boolean isNamed(RoomRow room) {
    return rooms
            .state(room, EventTypes.NAME, "")
            .filter(e -> !e.content().path("name").stringValue("").isEmpty())
            .isPresent()
        || rooms
            .state(room, EventTypes.CANONICAL_ALIAS, "")
            .filter(e -> !e.content().path("alias").stringValue("").isEmpty())
            .isPresent();
  }

  private static Set<UserId> heroesIn(Optional<ObjectNode> summary) {
    Set<UserId> heroes = new LinkedHashSet<>();
    summary.ifPresent(
        found -> found.path("m.heroes").forEach(hero -> heroes.add(new UserId(hero.asString()))));
    return heroes;
  }

  private boolean isLeftRoomWanted(UserRoom member) {
    boolean all = query.isInitial() || query.fullState();
    return (all && query.filter().includeLeave())
        || (!query.isInitial() && isMembershipNew(member));
  }

  /** A room that the user has left, with its state as of then: later changes are not shown. */
  private void addLeft(UserRoom member) {
    if (!isLeftRoomWanted(member)) {
      return;
    }
    RoomRow room = member.room();
    Visibility seen = Visibility.of(db, room, recipient.user());
    boolean wasThere = membershipBefore(member).equals("join");
    boolean fresh = !wasThere && seen.joinedBefore() > since;
    boolean full = fresh || query.fullState();
    long end = member.memberEvent() + 1;
    long left = Math.min(end, seen.joinedBefore() + 1);
    Timeline timeline = timeline(recent.find(room), seen, fresh ? 0 : since, end);
    RoomState state = new RoomState(rooms, timeline, query.state().isAfter());
    if (full || timeline.limited() || timeline.leftOut() || query.state().isAfter()) {
      long knownBefore = full ? 0 : since;
      if (seen.wasJoined() && (full || wasThere)) {
        List<StoredEvent> then = rooms.stateBefore(room, left);
        state.add(lazy() && full ? withoutMembers(then) : then, knownBefore);
      }
      state.add(ownMemberEvent(room, end), knownBefore);
    }
    if (lazy()) {
      state.addMembers(
          membersToShow(timeline, Set.of(), full),
          user -> rooms.stateBefore(room, EventTypes.MEMBER, user.value(), left));
    }
    ObjectNode section = Json.object();
    putState(section, state, seen, true);
    section.set("timeline", written(timeline, seen, timeline.limited()));
    ephemera.addAccountData(section, room, full);
    out.leave.set(room.id().value(), section);
  }

  private List<StoredEvent> ownMemberEvent(RoomRow room, long before) {
    return rooms.stateBefore(room, EventTypes.MEMBER, recipient.user().value(), before).stream()
        .toList();
  }

  private static List<StoredEvent> withoutMembers(List<StoredEvent> state) {
    return state.stream().filter(event -> !event.type().equals(EventTypes.MEMBER)).toList();
  }

  private void addInvite(UserRoom member) {
    if (!isMembershipNew(member) && !query.fullState()) {
      return;
    }
    StoredEvent invite = rooms.event(member.memberEvent()).orElseThrow();
    if (!recipient.ignored().contains(invite.sender())) {
      out.invite
          .putObject(member.room().id().value())
          .putObject("invite_state")
          .set("events", strippedState(member.room(), invite));
    }
  }

  private void addKnock(UserRoom member) {
    if (isMembershipNew(member) || query.fullState()) {
      StoredEvent knock = rooms.event(member.memberEvent()).orElseThrow();
      out.knock
          .putObject(member.room().id().value())
          .putObject("knock_state")
          .set("events", strippedState(member.room(), knock));
    }
  }

  private ArrayNode strippedState(RoomRow room, StoredEvent own) {
    return out.stripped.of(rooms, room, own, recipient.user());
  }
}
