package org.bongsu.matrix.sync;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.account.Accounts;
import org.bongsu.account.Accounts.AccountData;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.room.Receipts;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Threads;
import org.bongsu.store.Db;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** What a room's section holds besides events: account data, receipts, typing, unread counts. */
final class RoomEphemera {
  private final SyncQuery query;
  private final Recipient recipient;
  private final UnreadCounts unread;

  /** The user's own shard. */
  private final Db own;

  /** New room account data by room; removed when it is written. */
  private final Map<String, ArrayNode> accountData = new HashMap<>();

  /** Changed typing notifications by room; removed when they are written. */
  private final Map<String, List<UserId>> typing = new HashMap<>();

  RoomEphemera(
      SyncQuery query,
      Recipient recipient,
      UnreadCounts unread,
      List<AccountData> news,
      List<Typing.Typists> typists,
      Db own) {
    this.query = query;
    this.recipient = recipient;
    this.unread = unread;
    this.own = own;
    news.forEach(this::take);
    if (query.filter().ephemeral().wantsType("m.typing")) {
      typists.forEach(t -> typing.put(t.room().value(), t.users()));
    }
  }

  private void take(AccountData one) {
    RoomId room = one.room();
    EventFilter filter = query.filter().roomAccountData();
    if (room != null && filter.wantsRoom(room) && filter.wantsType(one.type())) {
      accountData
          .computeIfAbsent(room.value(), r -> Json.array())
          .addObject()
          .put("type", one.type())
          .putRawValue("content", new RawValue(one.content()));
    }
  }

  /** Adds what is new to the section of a joined room, and returns whether there is any. */
  boolean addTo(ObjectNode section, Db db, RecentRoom room, boolean full, long since) {
    RoomRow row = room.row();
    boolean news = addAccountData(section, row, full);
    long receiptsSince = full ? 0 : since;
    List<Receipts.Receipt> receipts =
        room.mayHaveReceipts(receiptsSince)
            ? new Receipts(db).since(row, recipient.user(), receiptsSince)
            : List.of();
    ArrayNode events = Json.array();
    EventFilter filter = query.filter().ephemeral();
    if (filter.wantsRoom(row.id()) && filter.wantsType("m.receipt")) {
      ReceiptEvents.of(receipts, recipient.ignored()).forEach(events::add);
    }
    if (addTyping(events, row.id(), full)) {
      news = true;
    }
    if (!events.isEmpty()) {
      section.putObject("ephemeral").set("events", events);
      news = true;
    }
    return news || receipts.stream().anyMatch(r -> r.user().equals(recipient.user()));
  }

  /** As {@link #addTo}, for a room without new events or receipts. */
  boolean addWithoutTimeline(ObjectNode section, RoomRow room) {
    boolean news = addAccountData(section, room, false);
    ArrayNode events = Json.array();
    addTyping(events, room.id(), false);
    if (!events.isEmpty()) {
      section.putObject("ephemeral").set("events", events);
    }
    return news || !events.isEmpty();
  }

  private boolean addTyping(ArrayNode events, RoomId room, boolean full) {
    List<UserId> typists = typing.remove(room.value());
    if (typists == null
        || !query.filter().ephemeral().wantsRoom(room)
        || (full && typists.isEmpty())) {
      return false;
    }
    ArrayNode users =
        events.addObject().put("type", "m.typing").putObject("content").putArray("user_ids");
    typists.stream()
        .filter(user -> !recipient.ignored().contains(user))
        .forEach(user -> users.add(user.value()));
    return true;
  }

  boolean addAccountData(ObjectNode section, RoomRow room, boolean full) {
    if (full && !query.isInitial()) {
      accountData.remove(room.id().value());
      new Accounts(own).accountDataOf(recipient.user(), room.id()).forEach(this::take);
    }
    ArrayNode events = accountData.remove(room.id().value());
    if (events != null) {
      section.putObject("account_data").set("events", events);
    }
    return events != null;
  }

  /** Adds the room's unread counts. */
  void addUnread(ObjectNode section, Db db, RecentRoom room) {
    UnreadCounts.Unread counts = unread.of(db, room, recipient);
    boolean threads = query.filter().countsThreads();
    put(section.putObject("unread_notifications"), threads ? counts.main() : counts.all());
    if (threads) {
      ObjectNode byThread = Json.object();
      counts
          .byThread()
          .forEach((thread, count) -> {
            if (!thread.equals(Threads.MAIN)) {
              put(byThread.putObject(thread), count);
            }
          });
      if (!byThread.isEmpty()) {
        section.set("unread_thread_notifications", byThread);
      }
    }
  }

  private static void put(ObjectNode into, UnreadCounts.Count count) {
    into.put("notification_count", count.notifications());
    into.put("highlight_count", count.highlights());
  }

  /** The rooms with changes that have not been written yet. */
  Set<String> roomsLeft() {
    Set<String> rooms = new LinkedHashSet<>(accountData.keySet());
    rooms.addAll(typing.keySet());
    return rooms;
  }
}
