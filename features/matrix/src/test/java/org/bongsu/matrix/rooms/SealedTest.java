package org.bongsu.matrix.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.command.Outcome;
import org.bongsu.command.ShardCommand;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A secret from before the seal is in no answer of any operation until its owner releases it. */
class SealedTest {
  private static final String SECRET = "비밀봉수대";

  /** For what is no text: in the address of a photo. */
  private static final String PHOTO = "mxc://localhost/secretPhotoAddress";

  private static String room(String template, String room, Object... more) {
    Object[] values = new Object[more.length + 1];
    values[0] = room;
    System.arraycopy(more, 0, values, 1, more.length);
    return MatrixClient.path("/rooms/{}" + template, values);
  }

  /** Appends a seal to each shard, as a restore does before it serves clients. */
  private static void seal(RunningServer server) throws Exception {
    var shards = server.node().shards();
    for (int shard = 0; shard < shards.map().count(); shard++) {
      Outcome outcome = shards.submit(shard, new ShardCommand.Seal()).get().outcome();
      assertEquals(Outcome.accepted(), outcome);
    }
    server.restart();
  }

  /** A room of a host and a guest, with secrets in everything that can hold one. */
  private static final class Planted {
    final MatrixClient host;
    final MatrixClient guest;
    final MatrixClient invited;
    final MatrixClient gone;
    final String room;
    final String space;
    final String message;
    final String redacted;

    Planted(RunningServer server) {
      host = MatrixClient.anonymous(server.url()).registerUser("host");
      guest = MatrixClient.anonymous(server.url()).registerUser("guest");
      invited = MatrixClient.anonymous(server.url()).registerUser("invited");
      gone = MatrixClient.anonymous(server.url()).registerUser("gone");
      profile("displayname", "주인");
      profile("avatar_url", PHOTO);
      profile("kr.bongsu.status", SECRET);
      room =
          host.createRoom(
              Map.of(
                  "preset",
                  "public_chat",
                  "visibility",
                  "public",
                  "name",
                  "봉수대 방",
                  "topic",
                  SECRET));
      space =
          host.createRoom(
              Map.of("creation_content", Map.of("type", "m.space"), "preset", "public_chat"));
      host.sendState(space, "m.space.child", room, Map.of("via", List.of("localhost")));
      guest.join(room);
      gone.join(room);
      host.sendState(room, "m.room.avatar", "", Map.of("url", PHOTO));
      host.sendState(room, "kr.bongsu.notice", "", Map.of("body", SECRET));
      message = host.sendText(room, SECRET + " " + guest.userId());
      host.send(
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
              Map.of("rel_type", "m.replace", "event_id", message)));
      host.send(
          room,
          "m.room.message",
          Map.of(
              "msgtype",
              "m.text",
              "body",
              SECRET,
              "m.relates_to",
              Map.of("rel_type", "m.thread", "event_id", message)));
      host.sendState(room, "m.room.pinned_events", "", Map.of("pinned", List.of(message)));
      redacted = host.sendText(room, "지울 것");
      host.put(room("/redact/{}/t", room, redacted), Map.of("reason", SECRET)).expect(200);
      gone.post(room("/leave", room), Map.of("reason", SECRET)).expect(200);
      host.post(room("/invite", room), Map.of("user_id", invited.userId(), "reason", SECRET))
          .expect(200);
    }

    private void profile(String field, String value) {
      host.put(MatrixClient.path("/profile/{}/{}", host.userId(), field), Map.of(field, value))
          .expect(200);
    }

    /** What every operation that reads shows to a client. */
    Map<String, String> shown(MatrixClient asked, RunningServer server) {
      MatrixClient client = asked.at(server.url());
      Map<String, String> shown = new LinkedHashMap<>();
      String all = "{\"room\":{\"timeline\":{\"limit\":100},\"include_leave\":true}}";
      String lazy = "{\"room\":{\"state\":{\"lazy_load_members\":true}}}";
      String federation = "{\"event_format\":\"federation\"}";
      for (String filter : List.of(all, lazy, federation)) {
        shown.put("sync " + filter, client.sync(null, Duration.ZERO, filter).body().toString());
      }
      for (String path :
          List.of(
              "/sync?use_state_after=true",
              "/notifications",
              "/publicRooms",
              MatrixClient.path("/profile/{}", host.userId()),
              MatrixClient.path("/profile/{}/avatar_url", host.userId()),
              room("/messages?dir=b&limit=100", room),
              room("/messages?dir=f&limit=100", room),
              room("/context/{}?limit=100", room, message),
              room("/event/{}", room, message),
              room("/event/{}", room, redacted),
              room("/state", room),
              room("/state/m.room.topic", room),
              room("/state/m.room.avatar", room),
              room("/state/kr.bongsu.notice?format=event", room),
              room("/state/m.room.member/{}", room, host.userId()),
              room("/state/m.room.member/{}", room, gone.userId()),
              room("/members", room),
              room("/joined_members", room),
              "/_matrix/client/v1" + room("/relations/{}", room, message),
              "/_matrix/client/v1" + room("/threads", room),
              "/_matrix/client/v1" + room("/timestamp_to_event?ts=1&dir=f", room),
              "/_matrix/client/v1" + room("/hierarchy", space),
              MatrixClient.path("/_matrix/client/v1/room_summary/{}", room))) {
        Answer answer = client.get(path);
        assertTrue(answer.status() < 500, path);
        shown.put(path, String.valueOf(answer.body()));
      }
      shown.put("search", search(client).body().toString());
      Answer found = client.post("/user_directory/search", Map.of("search_term", "주인"));
      shown.put("user directory", found.body().toString());
      return shown;
    }

    private static Answer search(MatrixClient client) {
      ObjectNode body = Json.object();
      ObjectNode criteria =
          body.putObject("search_categories").putObject("room_events").put("search_term", SECRET);
      criteria.put("include_state", true);
      criteria.putObject("event_context").put("include_profile", true);
      return client.post("/search", body).expect(200);
    }

    private static boolean isSecret(String text) {
      // a search repeats the words that were searched
      return text.replace("\"highlights\":[\"" + SECRET + "\"]", "").contains(SECRET)
          || text.contains(PHOTO);
    }

    private void assertHidden(RunningServer server, MatrixClient... clients) {
      for (MatrixClient client : clients) {
        shown(client, server)
            .forEach((operation, text) ->
                assertFalse(isSecret(text), client.userId() + " " + operation + ": " + text));
      }
    }
  }

  @Test
  void nothingOfBeforeIsShownUntilItIsReleased(@TempDir Path data) throws Exception {
    try (RunningServer server = RunningServer.open(data)) {
      Planted planted = new Planted(server);
      Map<String, String> before = planted.shown(planted.guest, server);
      long leaking = before.values().stream().filter(Planted::isSecret).count();
      assertTrue(leaking >= 20, "the secrets can be seen in " + leaking + " operations");
      seal(server);
      planted.assertHidden(server, planted.host, planted.guest, planted.invited, planted.gone);
      MatrixClient host = planted.host.at(server.url());
      MatrixClient guest = planted.guest.at(server.url());
      assertEquals(0, unread(guest, planted.room));
      assertEquals(0, found(guest));
      String open = host.createRoom(Map.of("preset", "public_chat", "visibility", "public"));
      assertEquals(List.of(open), listed(guest));
      MatrixClient late = MatrixClient.anonymous(server.url()).registerUser("late");
      late.join(planted.room);
      planted.assertHidden(server, late);
      String said = host.sendText(planted.room, "나중의 말");
      guest.get(room("/event/{}", planted.room, said)).expect(200);
      assertEquals(1, unread(guest, planted.room));

      guest.post("/_bongsu/v1" + room("/release", planted.room)).expectError(403, "M_FORBIDDEN");
      host.post("/_bongsu/v1/rooms/!no:localhost/release").expectError(404, "M_NOT_FOUND");
      planted.assertHidden(server, planted.host, planted.guest);

      host.post("/_bongsu/v1" + room("/release", planted.room)).expect(200);
      host.post("/_bongsu/v1" + room("/release", planted.room)).expect(200);
      guest.get(room("/event/{}", planted.room, planted.message)).expect(200);
      assertEquals(SECRET, topic(guest, planted.room));
      assertTrue(found(guest) > 0);
      assertEquals(Set.of(open, planted.room), Set.copyOf(listed(guest)));
      String photos = guest.get(room("/members", planted.room)).body().toString();
      assertFalse(photos.contains(PHOTO), "the photo is its owner's");
      assertFalse(profile(guest, planted.host).contains(SECRET));

      host.post("/_bongsu/v1/profile/release").expect(200);
      host.post("/_bongsu/v1/profile/release").expect(200);
      assertTrue(profile(guest, planted.host).contains(SECRET));
      assertTrue(guest.get(room("/members", planted.room)).body().toString().contains(PHOTO));
    }
  }

  /** The new room is no way around the seal, and those who were banned stay banned. */
  @Test
  void anUpgradeCarriesNothingHiddenOver(@TempDir Path data) throws Exception {
    try (RunningServer server = RunningServer.open(data)) {
      Planted planted = new Planted(server);
      planted
          .host
          .post(
              room("/ban", planted.room),
              Map.of("user_id", planted.gone.userId(), "reason", SECRET))
          .expect(200);
      seal(server);
      MatrixClient host = planted.host.at(server.url());
      String upgraded =
          host.post(room("/upgrade", planted.room), Map.of("new_version", "12"))
              .expect(200)
              .text("replacement_room");
      String state = host.get(room("/state", upgraded)).expect(200).body().toString();
      assertFalse(Planted.isSecret(state), state);
      assertTrue(state.contains("봉수대 방"));
      planted.gone.at(server.url()).post(room("/join", upgraded)).expectError(403, "M_FORBIDDEN");
    }
  }

  private static List<String> listed(MatrixClient client) {
    return client
        .get("/publicRooms")
        .expect(200)
        .body()
        .path("chunk")
        .valueStream()
        .map(room -> room.path("room_id").asString())
        .toList();
  }

  private static long unread(MatrixClient client, String room) {
    return client
        .sync()
        .body()
        .path("rooms")
        .path("join")
        .path(room)
        .path("unread_notifications")
        .path("notification_count")
        .asLong(-1);
  }

  private static long found(MatrixClient client) {
    return Planted.search(client).path("search_categories.room_events.count").asLong();
  }

  private static String topic(MatrixClient client, String room) {
    return client.get(room("/state/m.room.topic", room)).expect(200).text("topic");
  }

  private static String profile(MatrixClient client, MatrixClient of) {
    return client.get(MatrixClient.path("/profile/{}", of.userId())).expect(200).body().toString();
  }
}
