package org.bongsu.matrix.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an erased account said is hidden from those who join later, and from them only. */
class ErasureTest extends RoomsTest {
  private static final String SECRET = "잊어 주세요";

  /** Everything that a user is shown of a room. */
  private static String shown(MatrixClient client, String room, String event) {
    String filter = "{\"room\":{\"timeline\":{\"limit\":100}}}";
    return client.sync(null, Duration.ZERO, filter).body().toString()
        + client.get(room("/messages?dir=b&limit=100", room)).expect(200).body()
        + client.get(room("/context/{}?limit=100", room, event)).expect(200).body()
        + client.get(room("/members", room)).expect(200).body();
  }

  private static int found(MatrixClient client) {
    return client
        .post(
            "/search",
            Map.of("search_categories", Map.of("room_events", Map.of("search_term", SECRET))))
        .expect(200)
        .path("search_categories.room_events.count")
        .asInt();
  }

  @Test
  void whoJoinsAfterAnErasureGetsRedactedCopies() {
    MatrixClient owner = person("owner");
    MatrixClient gone = person("gone");
    MatrixClient before = person("before");
    MatrixClient after = person("after");
    String room =
        owner.createRoom(
            Map.of(
                "preset",
                "public_chat",
                "power_level_content_override",
                Map.of("state_default", 0)));
    gone.put(
            MatrixClient.path("/profile/{}/displayname", gone.userId()),
            Map.of("displayname", "떠날 사람"))
        .expect(200);
    gone.join(room);
    String said = gone.sendText(room, SECRET);
    gone.sendState(room, "m.room.topic", "", Map.of("topic", "방의 것"));
    gone.send(
        room,
        "m.room.message",
        Map.of(
            "msgtype",
            "m.text",
            "body",
            "* " + SECRET,
            "m.new_content",
            Map.of("msgtype", "m.text", "body", SECRET),
            "m.relates_to",
            Map.of("rel_type", "m.replace", "event_id", said)));
    before.join(room);
    gone.postWithPassword("/account/deactivate", Map.of("erase", true)).expect(200);
    after.join(room);
    assertTrue(shown(before, room, said).contains(SECRET), "seen before");
    assertTrue(shown(owner, room, said).contains("떠날 사람"));
    String later = shown(after, room, said);
    assertFalse(later.contains(SECRET));
    assertFalse(later.contains("떠날 사람"));
    assertTrue(later.contains("방의 것"), "the room's own state stays");
    JsonNode copy = after.get(room("/event/{}", room, said)).expect(200).body();
    assertTrue(copy.path("content").isEmpty());
    assertEquals(gone.userId(), copy.path("sender").asString());
    assertTrue(found(before) > 0);
    assertEquals(0, found(after));
    assertEquals(
        List.of(after.userId(), before.userId(), owner.userId()),
        after
            .get(room("/members?membership=join", room))
            .expect(200)
            .path("chunk")
            .valueStream()
            .map(member -> member.path("state_key").asString())
            .sorted()
            .toList());
  }

  @Test
  void withoutErasureWhatWasSaidStays() {
    MatrixClient owner = person("owner");
    MatrixClient gone = person("gone");
    String room = owner.createRoom();
    gone.join(room);
    String said = gone.sendText(room, SECRET);
    gone.postWithPassword("/account/deactivate", Map.of()).expect(200);
    MatrixClient after = person("after");
    after.join(room);
    assertTrue(shown(after, room, said).contains(SECRET));
  }
}
