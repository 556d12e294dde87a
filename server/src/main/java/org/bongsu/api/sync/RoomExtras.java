package org.bongsu.api.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.account.Accounts;
import org.bongsu.account.Accounts.AccountData;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.bongsu.room.RoomRow;
import org.bongsu.room.UserRooms.UserRoom;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands beside the events of a room: account data, receipts, typing, unread counts. */
final class RoomExtras {
  private final SyncQuery query;
  private final Person person;

  /** The user's own shard. */
  private final Db own;

  /** Room account data that is new, by room; what was told is taken out. */
  private final Map<String, ArrayNode> accountData = new HashMap<>();

  RoomExtras(SyncQuery query, Person person, List<AccountData> news, Db own) {
    this.own = own;
    this.query = query;
    this.person = person;
    news.forEach(this::take);
  }

  private void take(AccountData one) {
    RoomId room = one.room();
    EventFilter filter = query.filter().roomAccountData();
    if (room != null && filter.wantsRoom(room) && filter.wantsType(one.type())) {
      accountData
          .computeIfAbsent(room.value(), r -> Json.array())
          .addObject()
          .put("type", one.type())
          .set("content", one.content());
    }
  }

  /** Adds everything to the section of a joined room, and says whether any of it is news. */
  boolean addTo(ObjectNode section, Db db, UserRoom room, boolean full, long since) {
    return addAccountData(section, db, room.room(), full);
  }

  boolean addAccountData(ObjectNode section, Db db, RoomRow room, boolean full) {
    if (full && !query.isInitial()) {
      accountData.remove(room.id().value());
      new Accounts(own).accountDataOf(person.user(), room.id()).forEach(this::take);
    }
    ArrayNode events = accountData.remove(room.id().value());
    if (events != null) {
      section.putObject("account_data").set("events", events);
    }
    return events != null;
  }

  /** The rooms whose account data is news and has not been told yet. */
  List<String> roomsLeft() {
    return List.copyOf(accountData.keySet());
  }
}
