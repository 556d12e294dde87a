package org.bongsu.matrix.sync;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bongsu.account.Accounts;
import org.bongsu.accountdata.AccountData;
import org.bongsu.apply.Tx;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.Keys;
import org.bongsu.matrix.SyncToken;
import org.bongsu.matrix.keys.DeviceListChanges;
import org.bongsu.push.PushRules;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import org.bongsu.unread.Recipient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one answer: reads, on a thread of the pool for reads, what is new for a device. */
final class SyncBuild {
  /** Messages to a device in one answer. */
  private static final int TO_DEVICE_MAX = 100;

  /** People whose presence is told in one answer; of more, those who changed last. */
  private static final int PRESENCE_MAX = 500;

  /**
   * An answer.
   *
   * @param empty whether it has nothing new to say
   * @param deviceRead ordering below which there are messages which the device has had for sure; 0
   *     where there are none
   */
  record Built(ObjectNode body, boolean empty, long deviceRead) {}

  private final SyncParts parts;
  private final Readers.Reader reader;
  private final SyncQuery query;
  private final SyncUser watcher;
  private final UserId user;
  private final int home;
  private final long now;

  /** Taken before anything is read, so that a change that comes meanwhile makes it differ. */
  private final long accountChanges;

  private final long[] next;
  private final RoomSections.Sections sections = new RoomSections.Sections();
  private final DeviceListChanges deviceLists;
  private final ObjectNode body = Json.object();
  private @Nullable Recipient person;
  private @Nullable RoomEphemera extras;
  private long deviceUpTo;
  private long deviceRead;

  SyncBuild(SyncParts parts, Readers.Reader reader, SyncQuery query, SyncUser watcher) {
    this.parts = parts;
    this.reader = reader;
    this.query = query;
    this.watcher = watcher;
    this.accountChanges = watcher.accountChanges();
    this.user = query.session().user();
    this.home = parts.homeserver().shards().shardOf(user.value());
    this.now = parts.homeserver().clock().millis();
    this.next = new long[reader.shards()];
    this.deviceLists = new DeviceListChanges(reader, user);
  }

  Built build() {
    body.put("next_batch", "");
    long ephemeral = parts.ephemeral().last();
    readHome();
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
    addQuietRooms(Objects.requireNonNull(extras));
    putRooms();
    putPresence();
    putDeviceLists();
    boolean empty = body.size() == 1;
    SyncToken token =
        new SyncToken(next, deviceUpTo, ephemeral == 0 ? "" : parts.ephemeral().run(), ephemeral);
    body.put("next_batch", token.toString());
    putKeys();
    return new Built(body, empty, deviceRead);
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

  /** Most of what is new is in rooms: the account is read only where it has changed. */
  private void readHome() {
    long until = Math.max(watcher.applied(home), sinceOf(home));
    if (!watcher.hasNews(home, sinceOf(home))) {
      Optional<Recipient> known = unchangedAccount(until);
      if (known.isPresent()) {
        next[home] = until;
        begin(known.get(), List.of(), reader.shard(home));
        return;
      }
    }
    snapshot(home, this::readOwn);
  }

  private Optional<Recipient> unchangedAccount(long until) {
    SyncToken since = query.since();
    return since == null || query.fullState() || since.deviceUpTo() > 0 || watcher.hasToldDevices()
        ? Optional.empty()
        : watcher.account(home, sinceOf(home), until);
  }

  /** The user's own shard holds the account, and rooms as every shard does. */
  private void readOwn(Db db) {
    Optional<Recipient> known = unchangedAccount(next[home]);
    if (known.isPresent()) {
      begin(known.get(), List.of(), db);
    } else {
      Recipient read = parts.people().read(db, user);
      watcher.remember(read, accountChanges, next[home]);
      List<Accounts.AccountData> news =
          new Accounts(db).accountDataSince(user, query.sinceOrdering(home));
      begin(read, news, db);
      putAccountData(news);
      putToDevice(db);
    }
    readRooms(db, home);
  }

  private void begin(Recipient account, List<Accounts.AccountData> news, Db db) {
    person = account;
    extras = new RoomEphemera(query, account, parts.unread(), news, typists(), db);
  }

  private List<Typing.Typists> typists() {
    return parts.typing().since(query.since()).stream()
        .filter(typists -> watcher.isIn(typists.room().value()))
        .toList();
  }

  private void readRooms(Db db, int shard) {
    long since = query.sinceOrdering(shard);
    new RoomSections(
            db,
            query,
            since,
            Objects.requireNonNull(person),
            Objects.requireNonNull(extras),
            parts.recent(),
            now,
            sections)
        .addAll();
    if (query.isInitial()) {
      return;
    }
    long before = Tx.firstOrdering(next[shard]);
    if (watcher.havePeopleChanged(shard, sinceOf(shard), next[shard])) {
      deviceLists.read(db, since, before);
    }
    if (shard == home) {
      deviceLists.readOwn(db, since, before);
    }
  }

  private void putAccountData(List<Accounts.AccountData> news) {
    ArrayNode events = Json.array();
    EventFilter filter = query.filter().accountData();
    boolean rulesTold = false;
    for (Accounts.AccountData one : news) {
      boolean rules = one.type().equals(AccountData.PUSH_RULES);
      rulesTold |= rules && one.room() == null;
      if (one.room() == null && filter.wantsType(one.type())) {
        ObjectNode content =
            rules ? PushRules.stored(user, one.content()).toClient() : one.content();
        events.addObject().put("type", one.type()).set("content", content);
      }
    }
    if (query.isInitial() && !rulesTold && filter.wantsType(AccountData.PUSH_RULES)) {
      events
          .addObject()
          .put("type", AccountData.PUSH_RULES)
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
    boolean read =
        token != null
            && db.exists(
                "SELECT 1 FROM to_device WHERE user = ? AND device = ? AND ordering < ?",
                user,
                query.session().device(),
                after);
    deviceRead = read ? after : 0;
    List<Message> messages =
        db.list(
            "SELECT ordering, message FROM to_device WHERE user = ? AND device = ?"
                + " AND ordering >= ? ORDER BY ordering LIMIT ?",
            row -> new Message(row.getLong(1), row.getString(2)),
            user,
            query.session().device(),
            after,
            TO_DEVICE_MAX + 1);
    watcher.toldDevices(read || !messages.isEmpty());
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

  private void addQuietRooms(RoomEphemera news) {
    for (String room : news.roomsLeft()) {
      Db db = reader.shard(parts.homeserver().shards().shardOf(room));
      if (query.filter().wantsRoom(new RoomId(room))) {
        new NonTimelineUpdate(db, user, room)
            .section(news)
            .ifPresent(s -> sections.join().set(room, s));
      }
    }
  }

  /**
   * Of those who share a room: whose presence has changed, or who has only now come to share one.
   */
  private void putPresence() {
    EventFilter filter = query.filter().presence();
    Set<UserId> people = new LinkedHashSet<>(parts.presence().since(query.since()));
    if (parts.presence().isOn()) {
      people.addAll(deviceLists.changed());
    }
    ArrayNode events = Json.array();
    people.stream()
        .filter(other -> filter.wantsType("m.presence") && filter.wantsSender(other.value()))
        .filter(this::isPresenceShown)
        .limit(Math.min(filter.limit(), PRESENCE_MAX))
        .forEach(other ->
            events
                .addObject()
                .put("type", "m.presence")
                .put("sender", other.value())
                .set("content", parts.presence().of(other).toJson(now)));
    if (!events.isEmpty()) {
      body.putObject("presence").set("events", events);
    }
  }

  private boolean isPresenceShown(UserId other) {
    return other.equals(user)
        || (!Objects.requireNonNull(person).ignored().contains(other)
            && UserRooms.share(reader, user, other));
  }

  private void putDeviceLists() {
    ObjectNode lists = deviceLists.toJson();
    if (lists.valueStream().anyMatch(list -> !list.isEmpty())) {
      body.set("device_lists", lists);
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
    DeviceId device = query.session().device();
    SyncUser.DeviceKeys keys =
        watcher.keys(device, home, next[home]).orElseGet(() -> readKeys(device));
    body.set("device_one_time_keys_count", keys.counts());
    body.set("device_unused_fallback_key_types", keys.unusedFallbacks());
  }

  private SyncUser.DeviceKeys readKeys(DeviceId device) {
    Keys keys = new Keys(reader.shard(home));
    ArrayNode unused = Json.array();
    keys.unusedFallbackAlgorithms(user, device).forEach(unused::add);
    SyncUser.DeviceKeys read =
        new SyncUser.DeviceKeys(accountChanges, keys.counts(user, device), unused);
    watcher.remember(device, read);
    return read;
  }
}
