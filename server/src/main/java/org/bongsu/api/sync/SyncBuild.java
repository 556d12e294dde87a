package org.bongsu.api.sync;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bongsu.account.Accounts;
import org.bongsu.account.Accounts.AccountData;
import org.bongsu.api.Homeserver;
import org.bongsu.api.SyncToken;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one answer: reads, on a thread of the pool for reads, what is new for a device. */
final class SyncBuild {
  /** Messages to a device in one answer. */
  private static final int TO_DEVICE_MAX = 100;

  static final String PUSH_RULES = "m.push_rules";

  /** An answer, and whether it has nothing new to say. */
  record Built(ObjectNode body, boolean empty, SyncToken next) {}

  private final Homeserver homeserver;
  private final Readers.Reader reader;
  private final SyncQuery query;
  private final Watcher watcher;
  private final UserId user;
  private final int home;
  private final long now;
  private final long[] next;
  private final RoomSections.Sections sections = new RoomSections.Sections();
  private Person person;
  private RoomExtras extras;
  private final ObjectNode body = Json.object();
  private long deviceUpTo;

  SyncBuild(Homeserver homeserver, Readers.Reader reader, SyncQuery query, Watcher watcher) {
    this.homeserver = homeserver;
    this.reader = reader;
    this.query = query;
    this.watcher = watcher;
    this.user = query.session().user();
    this.home = homeserver.shards().shardOf(user.value());
    this.now = homeserver.clock().millis();
    this.next = new long[reader.shards()];
    this.person = new Person(user, Set.of());
    this.extras = new RoomExtras(query, person, List.of(), reader.shard(home));
  }

  Built build() {
    body.put("next_batch", "");
    snapshot(home, this::readOwn);
    for (int shard = 0; shard < next.length; shard++) {
      if (shard != home) {
        long applied = watcher.applied(shard);
        if (query.isInitial() || query.fullState() || watcher.hasNews(shard, sinceOf(shard))) {
          int number = shard;
          snapshot(shard, db -> readRooms(db, number));
        } else {
          next[shard] = Math.max(applied, sinceOf(shard));
        }
      }
    }
    addAccountDataOfQuietRooms();
    putRooms();
    boolean empty = body.size() == 1;
    SyncToken token = new SyncToken(next, deviceUpTo, "", 0);
    body.put("next_batch", token.toString());
    putKeys();
    return new Built(body, empty, token);
  }

  private long sinceOf(int shard) {
    SyncToken since = query.since();
    return since == null ? 0 : since.positions()[shard];
  }

  /** Reads one state of a shard, and takes its position into the next token. */
  private void snapshot(int shard, Consumer<Db> read) {
    Db db = reader.shard(shard);
    db.snapshot(() -> {
      next[shard] = Positions.applied(db);
      read.accept(db);
      return true;
    });
  }

  /** The user's own shard holds the account, and rooms as every shard does. */
  private void readOwn(Db db) {
    person = Person.read(db, user);
    List<AccountData> news = new Accounts(db).accountDataSince(user, query.sinceOrdering(home));
    putAccountData(news);
    putToDevice(db);
    extras = new RoomExtras(query, person, news, db);
    readRooms(db, home);
  }

  private void readRooms(Db db, int shard) {
    new RoomSections(db, query, query.sinceOrdering(shard), person, extras, now, sections).addAll();
  }

  private void putAccountData(List<AccountData> news) {
    ArrayNode events = Json.array();
    EventFilter filter = query.filter().accountData();
    boolean rulesTold = false;
    for (AccountData one : news) {
      boolean rules = one.type().equals(PUSH_RULES);
      rulesTold |= rules && one.room() == null;
      if (one.room() == null && filter.wantsType(one.type())) {
        ObjectNode content =
            rules ? PushRules.stored(user, one.content()).toClient() : one.content();
        events.addObject().put("type", one.type()).set("content", content);
      }
    }
    if (query.isInitial() && !rulesTold && filter.wantsType(PUSH_RULES)) {
      events
          .addObject()
          .put("type", PUSH_RULES)
          .set("content", PushRules.defaultsOf(user).toClient());
    }
    if (!events.isEmpty()) {
      body.putObject("account_data").set("events", events);
    }
  }

  private void putToDevice(Db db) {
    record Message(long ordering, String text) {}
    SyncToken token = query.since();
    long after = token == null ? 0 : Math.max(token.deviceUpTo(), 0);
    if (after == 0) {
      after = query.sinceOrdering(home);
    }
    List<Message> messages =
        db.list(
            "SELECT ordering, message FROM to_device WHERE user = ? AND device = ?"
                + " AND ordering >= ? ORDER BY ordering LIMIT ?",
            row -> new Message(row.getLong(1), row.getString(2)),
            user,
            query.session().device(),
            after,
            TO_DEVICE_MAX + 1);
    if (messages.isEmpty()) {
      return;
    }
    ArrayNode events = body.putObject("to_device").putArray("events");
    for (Message message : messages.subList(0, Math.min(TO_DEVICE_MAX, messages.size()))) {
      events.add(Json.object(message.text));
    }
    if (messages.size() > TO_DEVICE_MAX) {
      deviceUpTo = messages.getLast().ordering;
    }
  }

  private void addAccountDataOfQuietRooms() {
    for (String room : extras.roomsLeft()) {
      Db db = reader.shard(homeserver.shards().shardOf(room));
      new QuietRoom(db, user, room).section(extras).ifPresent(s -> sections.join().set(room, s));
    }
  }

  private void putRooms() {
    ObjectNode rooms = Json.object();
    put(rooms, "join", sections.join());
    put(rooms, "invite", sections.invite());
    put(rooms, "knock", sections.knock());
    put(rooms, "leave", sections.leave());
    put(body, "rooms", rooms);
  }

  private static void put(ObjectNode into, String key, ObjectNode part) {
    if (!part.isEmpty()) {
      into.set(key, part);
    }
  }

  /** Clients that encrypt take a missing count for no change, so it is always there. */
  private void putKeys() {
    body.putObject("device_one_time_keys_count").put("signed_curve25519", 0);
    body.putArray("device_unused_fallback_key_types");
  }
}
