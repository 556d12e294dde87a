package org.bongsu.room;

import static org.bongsu.room.OneShard.GILDONG;
import static org.bongsu.room.OneShard.ROOM;
import static org.bongsu.room.OneShard.SOONBOK;
import static org.bongsu.room.OneShard.membership;
import static org.bongsu.room.OneShard.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.command.RoomCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A room of two users with three messages: what is read again when something is added. */
class RecentRoomsTest {
  private final RecentRooms recent = new RecentRooms();
  private OneShard shard;
  private EventId joined;
  private EventId first;
  private EventId second;
  private EventId third;

  @BeforeEach
  void open(@TempDir Path directory) {
    shard = new OneShard(directory);
    shard.createRoom();
    ObjectNode member = membership("join").put("displayname", "길동");
    joined = shard.accept(set(GILDONG, EventTypes.MEMBER, GILDONG.value(), member));
    first = shard.say(SOONBOK, "하나");
    second = shard.say(SOONBOK, "둘");
    third = shard.say(SOONBOK, "셋");
  }

  @AfterEach
  void close() {
    shard.close();
  }

  private RecentRoom read() {
    return recent.read(shard.db(), shard.room(), 0);
  }

  private static StoredEvent in(RecentRoom room, EventId id) {
    return room.events().stream().filter(event -> event.id().equals(id)).findFirst().orElseThrow();
  }

  private EventId redact(EventId target) {
    return shard.accept(
        new RoomCommand.RedactEvent(ROOM, SOONBOK, null, null, target, Json.object()));
  }

  private EventId relate(EventId target, String relType, String type, String body) {
    ObjectNode content = Json.object().put("body", body);
    content.putObject("m.relates_to").put("rel_type", relType).put("event_id", target.value());
    if (relType.equals("m.replace")) {
      content.putObject("m.new_content").put("body", body);
    }
    return shard.accept(set(SOONBOK, type, null, content));
  }

  /** The cached events equal those that a new reader reads. */
  private void assertAsInTheStore(RecentRoom room) {
    RecentRoom fresh = new RecentRooms().read(shard.db(), shard.room(), 0);
    assertEquals(describe(fresh), describe(room));
  }

  private static List<String> describe(RecentRoom room) {
    return room.events().stream()
        .map(event -> event.id() + event.contentText() + event.redactedBy() + event.isRelatedTo())
        .toList();
  }

  @Test
  void aRedactionReadsTheRedactedEventAgain() {
    RecentRoom before = read();
    redact(second);
    RecentRoom after = read();
    assertAsInTheStore(after);
    assertNotNull(in(after, second).redactedBy());
    assertEquals("{}", in(after, second).contentText());
    assertSame(in(before, first), in(after, first));
    assertSame(in(before, third), in(after, third));
    assertEquals(before.state(), after.state(), "who is in the room stays known");
  }

  @Test
  void editsAreReadAgainWithWhatTheyEdit() {
    EventId edit = relate(second, "m.replace", EventTypes.MESSAGE, "두울");
    RecentRoom before = read();
    redact(second);
    RecentRoom after = read();
    assertAsInTheStore(after);
    assertNotNull(in(after, edit).redactedBy());
    assertSame(in(before, third), in(after, third));
  }

  @Test
  void whatRelatesToAnEventReadsThatEventAgain() {
    RecentRoom before = read();
    relate(second, "m.annotation", "m.reaction", "");
    RecentRoom after = read();
    assertAsInTheStore(after);
    assertTrue(in(after, second).isRelatedTo());
    assertSame(in(before, first), in(after, first));
    assertSame(in(before, third), in(after, third));
    assertEquals(before.state(), after.state());
  }

  /** A redacted member event no longer has a display name, so members are read again. */
  @Test
  void aRedactionOfStateChangesTheState() {
    RecentRoom before = read();
    assertEquals("길동", recent.member(shard.db(), before, GILDONG).displayName());
    redact(joined);
    RecentRoom after = read();
    assertAsInTheStore(after);
    assertNotEquals(before.state(), after.state());
    assertEquals("", recent.member(shard.db(), after, GILDONG).displayName());
  }

  @Test
  void aRedactionOfStateThatIsTooOldToBeRememberedChangesTheState() {
    for (int i = 0; i < RecentRooms.EVENTS_MAX; i++) {
      shard.say(SOONBOK, "말 " + i);
    }
    RecentRoom before = read();
    assertEquals("길동", recent.member(shard.db(), before, GILDONG).displayName());
    redact(joined);
    RecentRoom after = read();
    assertEquals("", recent.member(shard.db(), after, GILDONG).displayName());
    assertNotEquals(before.state(), after.state());
  }

  @Test
  void manyNewEventsAreReadWithEverything() {
    RecentRoom before = read();
    for (int i = 0; i <= RecentRooms.EVENTS_MAX; i++) {
      shard.say(SOONBOK, "말 " + i);
    }
    redact(third);
    RecentRoom after = read();
    assertNotSame(before, after);
    assertAsInTheStore(after);
  }
}
