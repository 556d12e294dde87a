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
import org.bongsu.node.Epoch;
import org.bongsu.push.PushRules;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import org.bongsu.unread.Recipient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Builds one answer: reads what is new for a device, on a thread of the pool for reads. */
final class SyncBuild {
  /** To-device messages in one answer. */
  private static final int TO_DEVICE_MAX = 100;

  /** Characters of to-device messages in one answer; one message alone has at most a quarter. */
  private static final long TO_DEVICE_LENGTH_MAX = 4L << 20;

  /** Users whose presence is in one answer; if there are more, those who changed last. */
  private static final int PRESENCE_MAX = 500;

  /**
   * An answer.
   *
   * @param empty whether it contains nothing new
   * @param deviceRead ordering below which there are to-device messages that the device has
   *     acknowledged; 0 if there are none
   */
  record Built(ObjectNode body, boolean empty, long deviceRead) {}

  private final SyncParts parts;
  private final Readers.Reader reader;
  private final SyncQuery query;
  private final SyncUser syncUser;
  private final UserId user;
  private final int home;
  private final Epoch epoch;
  private final long now;

  /** Read before the data, so that a concurrent change is noticed. */
  private final long accountChanges;

  private final long[] next;
  private final RoomSections.Sections sections = new RoomSections.Sections();
  private final DeviceListChanges deviceLists;
  private final ObjectNode body = Json.object();
  private @Nullable Recipient recipient;
  private @Nullable RoomEphemera ephemera;
  private long deviceUpTo;
  private long deviceRead;

  SyncBuild(SyncParts parts, Readers.Reader reader, SyncQuery query, SyncUser syncUser) {
    this.parts = parts;
    this.reader = reader;
    this.query = query;
    this.syncUser = syncUser;
    this.accountChanges = syncUser.accountChanges();
    this.user = query.session().user();
    this.home = parts.homeserver().shards().shardOf(user.value());
    this.epoch = parts.homeserver().epoch();
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
        long applied = syncUser.applied(shard);
        if (sinceOf(shard) == 0 && sections.size().isFull()) {
          next[shard] = 0; // the next sync goes on with it, as if nothing of it had been sent
        } else if (query.isInitial()
            || query.fullState()
            || syncUser.hasNews(shard, sinceOf(shard))) {
          int number = shard;
          snapshot(shard, db -> readRooms(db, number));
        } else {
          next[shard] = Math.max(applied, sinceOf(shard));
        }
      }
    }
    addNonTimelineUpdates(Objects.requireNonNull(ephemera));
    putRooms();
    putPresence();
    putDeviceLists();
    boolean empty = body.size() == 1;
    SyncToken token =
        new SyncToken(next, deviceUpTo, ephemeral == 0 ? "" : parts.ephemeral().run(), ephemeral);
    body.put("next_batch", epoch.write(token));
    putKeys();
    return new Built(body, empty, deviceRead);
  }

  private long sinceOf(int shard) {
    SyncToken since = query.since();
    return since == null ? 0 : since.positions()[shard];
  }

  /** Reads a consistent snapshot of a shard, and puts its position into the next token. */
  private void snapshot(int shard, Consumer<Db> read) {
    Db db = reader.shard(shard);
    db.snapshot(() -> {
      next[shard] = Positions.applied(db);
      read.accept(db);
      return true;
    });
  }

  /**
   * Reads the user's own shard. Most changes are in rooms, so the account is read only if needed.
   */
  private void readHome() {
    long until = Math.max(syncUser.applied(home), sinceOf(home));
    if (!syncUser.hasNews(home, sinceOf(home))) {
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
    return since == null
            || query.fullState()
            || since.deviceUpTo() > 0
            || syncUser.haveDeviceMessagesBeenSent()
        ? Optional.empty()
        : syncUser.account(home, sinceOf(home), until);
  }

  /** Reads the account and the rooms of the user's own shard. */
  private void readOwn(Db db) {
    Optional<Recipient> known = unchangedAccount(next[home]);
    if (known.isPresent()) {
      begin(known.get(), List.of(), db);
    } else {
      Recipient read = parts.recipients().read(db, user);
      syncUser.cacheAccount(read, accountChanges, next[home]);
      List<Accounts.AccountData> news =
          new Accounts(db).accountDataSince(user, query.sinceOrdering(home));
      begin(read, news, db);
      putAccountData(news);
      putToDevice(db);
    }
    readRooms(db, home);
  }

  private void begin(Recipient account, List<Accounts.AccountData> news, Db db) {
    recipient = account;
    ephemera = new RoomEphemera(query, account, parts.unread(), news, typists(), db);
  }

  private List<Typing.Typists> typists() {
    return parts.typing().since(query.since()).stream()
        .filter(typists -> syncUser.isIn(typists.room().value()))
        .toList();
  }

  private void readRooms(Db db, int shard) {
    long since = query.sinceOrdering(shard);
    new RoomSections(
            db,
            query,
            since,
            Objects.requireNonNull(recipient),
            Objects.requireNonNull(ephemera),
            parts.recent(),
            epoch,
            now,
            sections)
        .addAll();
    if (query.isInitial()) {
      return;
    }
    long before = Tx.firstOrdering(next[shard]);
    if (syncUser.haveNeighboursChanged(shard, sinceOf(shard), next[shard])) {
      deviceLists.read(db, since, before);
    }
    if (shard == home) {
      deviceLists.readOwn(db, since, before);
    }
  }

  private void putAccountData(List<Accounts.AccountData> news) {
    ArrayNode events = Json.array();
    EventFilter filter = query.filter().accountData();
    boolean rulesSent = false;
    for (Accounts.AccountData one : news) {
      boolean rules = one.type().equals(AccountData.PUSH_RULES);
      rulesSent |= rules && one.room() == null;
      if (one.room() == null && filter.wantsType(one.type())) {
        ObjectNode event = events.addObject().put("type", one.type());
        if (rules) {
          event.set("content", PushRules.stored(user, Json.object(one.content())).toClient());
        } else {
          event.putRawValue("content", new RawValue(one.content()));
        }
      }
    }
    if (query.isInitial() && !rulesSent && filter.wantsType(AccountData.PUSH_RULES)) {
      events
          .addObject()
          .put("type", AccountData.PUSH_RULES)
          .set("content", new AccountData(reader.shard(home)).pushRules(user).toClient());
    }
    if (!events.isEmpty()) {
      body.putObject("account_data").set("events", events);
    }
  }

  private void putToDevice(Db db) {
    record Message(long ordering, String text) {
      long length() {
        return text.length();
      }
    }
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
        db.listWithin(
            TO_DEVICE_LENGTH_MAX,
            Message::length,
            "SELECT ordering, message FROM to_device WHERE user = ? AND device = ?"
                + " AND ordering >= ? ORDER BY ordering LIMIT ?",
            row -> new Message(row.getLong(1), row.getString(2)),
            user,
            query.session().device(),
            after,
            TO_DEVICE_MAX + 1);
    syncUser.setDeviceMessagesSent(read || !messages.isEmpty());
    if (messages.isEmpty()) {
      return;
    }
    boolean more =
        messages.size() > TO_DEVICE_MAX
            || messages.stream().mapToLong(Message::length).sum() > TO_DEVICE_LENGTH_MAX;
    if (more) {
      deviceUpTo = messages.removeLast().ordering;
    }
    ArrayNode events = body.putObject("to_device").putArray("events");
    messages.forEach(message -> events.addRawValue(new RawValue(message.text)));
  }

  private void addNonTimelineUpdates(RoomEphemera news) {
    for (String room : news.roomsLeft()) {
      Db db = reader.shard(parts.homeserver().shards().shardOf(room));
      if (query.filter().wantsRoom(new RoomId(room))) {
        new NonTimelineUpdate(db, user, room, epoch)
            .section(news)
            .ifPresent(s -> sections.join().set(room, s));
      }
    }
  }

  /** Adds the presence of neighbours that changed, and of users who are neighbours only now. */
  private void putPresence() {
    EventFilter filter = query.filter().presence();
    Set<UserId> users = new LinkedHashSet<>(parts.presence().since(query.since()));
    if (parts.presence().isOn()) {
      users.addAll(deviceLists.changed());
    }
    ArrayNode events = Json.array();
    users.stream()
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
        || (!Objects.requireNonNull(recipient).ignored().contains(other)
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

  /** Clients that encrypt take a missing count for no change, so counts are always sent. */
  private void putKeys() {
    DeviceId device = query.session().device();
    SyncUser.DeviceKeys keys =
        syncUser.keys(device, home, next[home]).orElseGet(() -> readKeys(device));
    body.set("device_one_time_keys_count", keys.counts());
    body.set("device_unused_fallback_key_types", keys.unusedFallbacks());
  }

  private SyncUser.DeviceKeys readKeys(DeviceId device) {
    Keys keys = new Keys(reader.shard(home));
    ArrayNode unused = Json.array();
    keys.unusedFallbackAlgorithms(user, device).forEach(unused::add);
    SyncUser.DeviceKeys read =
        new SyncUser.DeviceKeys(accountChanges, keys.counts(user, device), unused);
    syncUser.cacheKeys(device, read);
    return read;
  }
}
