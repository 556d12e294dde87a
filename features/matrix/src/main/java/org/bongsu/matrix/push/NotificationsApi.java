package org.bongsu.matrix.push;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.push.MatchingBudget;
import org.bongsu.push.PushDecision;
import org.bongsu.room.ClientEvents;
import org.bongsu.room.Receipts;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.UserRooms;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;
import org.bongsu.unread.PushedEvents;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of past notifications, computed on request. */
public final class NotificationsApi {
  private static final int DEFAULT_LIMIT = 20;
  private static final int LIMIT_MAX = 100;

  /** Events of one room that are examined for one page. */
  private static final int EXAMINED_MAX = 500;

  /** Steps of matching for one page; if rules take more, the page has fewer events. */
  private static final long MATCHING_STEPS_MAX = 1L << 28;

  private static final String TOKEN_PREFIX = "n";
  private static final int RADIX = 36;

  /** A notification before it is written as JSON. */
  private record Found(
      StoredEvent event, PushDecision decision, boolean read, Visibility seen, Db db) {}

  private final Homeserver homeserver;
  private final Recipient.Reader recipients;
  private final PushedEvents pushed;

  public NotificationsApi(Homeserver homeserver, Recipient.Reader recipients, PushedEvents pushed) {
    this.homeserver = homeserver;
    this.recipients = recipients;
    this.pushed = pushed;
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v3/notifications", this::notifications);
  }

  /**
   * GET /_matrix/client/v3/notifications: events in joined rooms that the user was notified of,
   * newest first. The token is a time in milliseconds; a page never splits events of the same
   * millisecond.
   */
  private Response notifications(Request request) {
    long before = request.query("from").map(NotificationsApi::time).orElse(Long.MAX_VALUE);
    int limit = Math.max(1, request.queryInt("limit", DEFAULT_LIMIT, LIMIT_MAX));
    boolean highlights =
        request.query("only").filter(only -> only.contains("highlight")).isPresent();
    return Response.json(
        homeserver
            .shards()
            .searchers()
            .read(reader -> page(reader, request, before, limit, highlights)));
  }

  private static long time(String token) {
    try {
      if (token.startsWith(TOKEN_PREFIX)) {
        return Long.parseUnsignedLong(token.substring(1), RADIX);
      }
    } catch (NumberFormatException e) {
      // The error follows.
    }
    throw MatrixError.invalidParam("from is not a token of this operation");
  }

  private ObjectNode page(
      Readers.Reader reader, Request request, long before, int limit, boolean highlights) {
    UserId user = request.session().user();
    Recipient recipient =
        recipients.read(reader.shard(homeserver.shards().shardOf(user.value())), user);
    MatchingBudget budget = new MatchingBudget(MATCHING_STEPS_MAX);
    List<Found> found = new ArrayList<>();
    for (int shard = 0; shard < reader.shards(); shard++) {
      Db db = reader.shard(shard);
      for (UserRooms.UserRoom room : new UserRooms(db).all(user)) {
        if (room.isJoined()) {
          found.addAll(ofRoom(db, room, recipient, budget, before, limit, highlights));
        }
      }
    }
    found.sort(Comparator.comparingLong((Found f) -> f.event.timeMillis()).reversed());
    int end = pageEnd(found, limit);
    ObjectNode body = Json.object();
    ArrayNode notifications = body.putArray("notifications");
    found.subList(0, end).forEach(one -> notifications.add(write(one, request)));
    if (end < found.size()) {
      long last = found.get(end - 1).event.timeMillis();
      body.put("next_token", TOKEN_PREFIX + Long.toString(last, RADIX));
    }
    return body;
  }

  /** The end of a page that keeps events of the same millisecond together. */
  private static int pageEnd(List<Found> found, int limit) {
    int end = Math.min(limit, found.size());
    while (end > 0
        && end < found.size()
        && found.get(end).event.timeMillis() == found.get(end - 1).event.timeMillis()) {
      end++;
    }
    return end;
  }

  private List<Found> ofRoom(
      Db db,
      UserRooms.UserRoom member,
      Recipient recipient,
      MatchingBudget budget,
      long before,
      int limit,
      boolean highlights) {
    Rooms rooms = new Rooms(db);
    Visibility seen = Visibility.of(db, member.room(), recipient.user());
    PushedEvents.OfRoom ofRoom = pushed.of(db, member.room());
    List<Receipts.Receipt> receipts = new Receipts(db).of(member.room(), recipient.user());
    String displayName = UnreadCounts.displayName(rooms, member.room(), recipient.user());
    List<Found> found = new ArrayList<>();
    for (StoredEvent event :
        rooms.backwards(member.room(), 0, member.room().lastEvent() + 1, EXAMINED_MAX)) {
      boolean candidate =
          event.timeMillis() < before
              && event.redactedBy() == null
              && !event.sender().equals(recipient.user())
              && !recipient.ignored().contains(event.sender())
              && seen.sees(event.ordering());
      if (candidate && found.size() <= limit && !budget.isExhausted()) {
        PushedEvents.InThread inThread = ofRoom.get(event);
        PushDecision decision = recipient.rules().evaluate(inThread.event(), displayName, budget);
        if (!budget.isExhausted() && decision.notifies() && (decision.highlight() || !highlights)) {
          boolean read = isRead(receipts, inThread.thread(), event.ordering());
          found.add(new Found(event, decision, read, seen, db));
        }
      }
    }
    return found;
  }

  private static boolean isRead(List<Receipts.Receipt> receipts, String thread, long ordering) {
    return receipts.stream()
        .anyMatch(receipt ->
            receipt.ordering() >= ordering
                && (receipt.thread().isEmpty() || receipt.thread().equals(thread)));
  }

  private ObjectNode write(Found found, Request request) {
    ClientEvents writer =
        new ClientEvents(
            found.db,
            ClientEvents.Asker.of(request.session().user(), request.session().device()),
            ClientEvents.Form.WITH_ROOM_ID,
            homeserver.clock().millis());
    ObjectNode written = Json.object();
    written.set("actions", found.decision.actions());
    written.set("event", writer.write(found.seen, found.event));
    written.put("read", found.read);
    written.put("room_id", found.event.roomId().value());
    written.put("ts", found.event.timeMillis());
    return written;
  }
}
