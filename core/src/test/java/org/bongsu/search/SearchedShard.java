package org.bongsu.search;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A deployment of one shard with a room in it, to which commands are applied one by one. */
final class SearchedShard implements AutoCloseable {
  static final UserId SOONBOK = new UserId("@soonbok:localhost");
  static final RoomId ROOM = new RoomId("!봉수대:localhost");

  private final Db db;
  private final StateMachine machine;
  private long position;

  SearchedShard(Path directory) {
    this.db = new ShardFile(directory.resolve("000.db")).openWriter();
    this.machine = new StateMachine(0, new ShardMap(1), db);
  }

  Db db() {
    return db;
  }

  EventId apply(Command command) {
    byte[] payload = EntryCodec.encode(1_665_814_740_000L + position, "test", command);
    Outcome outcome =
        machine.apply(List.of(new LogRecord(position++, payload))).getFirst().outcome();
    Outcome.Accepted accepted = assertInstanceOf(Outcome.Accepted.class, outcome);
    return new EventId(accepted.result().path("event_id").stringValue("$none"));
  }

  void createRoom(RoomId room, NewEvent... more) {
    List<NewEvent> events = new ArrayList<>();
    events.add(new NewEvent("m.room.create", "", Json.object().put("room_version", "11")));
    events.add(
        new NewEvent("m.room.member", SOONBOK.value(), Json.object().put("membership", "join")));
    Collections.addAll(events, more);
    apply(new RoomCommand.CreateRoom(room, SOONBOK, "11", false, 1, events));
  }

  EventId send(RoomId room, String type, @Nullable String stateKey, ObjectNode content) {
    return apply(
        new RoomCommand.SendEvent(
            room, SOONBOK, null, null, new NewEvent(type, stateKey, content), null));
  }

  EventId say(String body) {
    return send(ROOM, "m.room.message", null, Json.object().put("body", body));
  }

  EventId edit(EventId original, String body) {
    ObjectNode content = Json.object().put("body", "* " + body);
    content.putObject("m.new_content").put("body", body);
    content
        .putObject("m.relates_to")
        .put("rel_type", "m.replace")
        .put("event_id", original.value());
    return send(ROOM, "m.room.message", null, content);
  }

  void redact(EventId event) {
    apply(new RoomCommand.RedactEvent(ROOM, SOONBOK, null, null, event, Json.object()));
  }

  long roomKey(RoomId room) {
    return db.number("SELECT id FROM room WHERE room_id = ?", room).orElseThrow();
  }

  /** Texts that are found in a room, newest first. */
  List<String> find(String typed) {
    return find(typed, ROOM, Set.of(SearchKey.values()));
  }

  List<String> find(String typed, RoomId room, Set<SearchKey> keys) {
    SearchQuery query = SearchQuery.of(typed).orElseThrow();
    SearchedTexts texts = new SearchedTexts(db);
    List<String> found = new ArrayList<>();
    for (long candidate :
        texts.candidates(query, keys, Set.of(roomKey(room)), Long.MAX_VALUE, 1000)) {
      for (SearchedTexts.Text text : texts.at(candidate, SearchedTexts.Seen.ALL)) {
        if (query.matches(SearchText.normalise(text.text())) && keys.contains(text.key())) {
          found.add(text.text());
        }
      }
    }
    return found;
  }

  /** All terms of the index. */
  Set<String> terms() {
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, search, row)");
    return new TreeSet<>(db.list("SELECT term FROM temp.terms", row -> row.getString(1)));
  }

  @Override
  public void close() {
    db.close();
  }
}
