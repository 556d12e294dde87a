package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bongsu.command.UserCommand;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.AccessTokens;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles, the user directory, and administration. */
class ProfileTest {
  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient anonymous;
  private static MatrixClient reader;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
    anonymous = MatrixClient.anonymous(server.url());
    reader = anonymous.registerUser("pro-reader");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer set(MatrixClient client, String field, Object value) {
    return client.put(
        MatrixClient.path("/profile/{}/{}", client.userId(), field), Map.of(field, value));
  }

  @Test
  void everyoneSeesTheFieldsThatTheirOwnerSets() {
    MatrixClient bora = anonymous.registerUser("pro-bora");
    assertTrue(reader.get("/profile/" + bora.userId()).expect(200).body().isEmpty());
    set(bora, "displayname", "보라").expect(200);
    set(bora, "avatar_url", "mxc://localhost/abc").expect(200);
    set(bora, "m.tz", "Asia/Seoul").expect(200);
    set(bora, "org.example.languages", List.of("ko", "en")).expect(200);
    Answer all = reader.get("/profile/" + bora.userId()).expect(200);
    assertEquals("보라", all.text("displayname"));
    assertEquals("mxc://localhost/abc", all.text("avatar_url"));
    assertEquals("Asia/Seoul", all.text("/m.tz"));
    assertEquals(2, all.path("/org.example.languages").size());
    assertEquals(
        "보라",
        reader.get("/profile/" + bora.userId() + "/displayname").expect(200).text("displayname"));
    bora.delete("/profile/" + bora.userId() + "/org.example.languages").expect(200);
    bora.delete("/profile/" + bora.userId() + "/org.example.languages").expect(200);
    reader
        .get("/profile/" + bora.userId() + "/org.example.languages")
        .expectError(404, "M_NOT_FOUND");
  }

  @Test
  void oldClientsRemoveANameByAnEmptyOne() {
    MatrixClient dara = anonymous.registerUser("pro-dara");
    set(dara, "displayname", "다라").expect(200);
    set(dara, "displayname", "").expect(200);
    assertTrue(reader.get("/profile/" + dara.userId()).expect(200).body().isEmpty());
    set(dara, "displayname", "다라").expect(200);
    dara.put("/profile/" + dara.userId() + "/displayname", "{\"displayname\":null}").expect(200);
    assertTrue(reader.get("/profile/" + dara.userId()).expect(200).body().isEmpty());
  }

  /** Or else anybody could ask which names exist, and who is behind them. */
  @Test
  void aProfileNeedsATokenUnlessSet(@TempDir Path other) {
    MatrixClient yuna = anonymous.registerUser("pro-yuna");
    for (String user : new String[] {yuna.userId(), "@pro-nobody:localhost"}) {
      for (String field : new String[] {"", "/displayname"}) {
        anonymous.get("/profile/" + user + field).expectError(401, "M_MISSING_TOKEN");
      }
    }
    try (RunningServer open =
        RunningServer.open(other, config -> config.with("profiles", "everybody"))) {
      MatrixClient anyone = MatrixClient.anonymous(open.url());
      MatrixClient dal = anyone.registerUser("pro-dal");
      set(dal, "displayname", "달").expect(200);
      assertEquals("달", anyone.get("/profile/" + dal.userId()).expect(200).text("displayname"));
    }
  }

  @Test
  void whatCannotBeInAProfileIsRefused() {
    MatrixClient mina = anonymous.registerUser("pro-mina");
    set(mina, "displayname", 3).expectError(400, "M_INVALID_PARAM");
    set(mina, "displayname", "가".repeat(257)).expectError(400, "M_INVALID_PARAM");
    set(mina, "avatar_url", "https://example.org/x.png").expectError(400, "M_INVALID_PARAM");
    set(mina, "avatar_url", "mxc://localhost/../x").expectError(400, "M_INVALID_PARAM");
    set(mina, "nickname", "x").expectError(400, "M_INVALID_PARAM");
    set(mina, "org.Example.x", "x").expectError(400, "M_INVALID_PARAM");
    set(mina, "org.example." + "x".repeat(250), "x").expectError(400, "M_KEY_TOO_LARGE");
    set(mina, "org.example.large", "x".repeat(66_000)).expectError(400, "M_PROFILE_TOO_LARGE");
    mina.put("/profile/" + mina.userId() + "/org.example.x", "{\"org.example.x\":null}")
        .expectError(400, "M_INVALID_PARAM");
    mina.put("/profile/" + mina.userId() + "/displayname", "{}")
        .expectError(400, "M_MISSING_PARAM");
    mina.put("/profile/@other:localhost/displayname", "{\"displayname\":\"x\"}")
        .expectError(403, "M_FORBIDDEN");
    mina.get("/profile/nobody").expectError(400, "M_INVALID_PARAM");
    mina.get("/profile/@nobody:localhost").expectError(404, "M_NOT_FOUND");
    mina.get("/profile/@nobody:elsewhere.example").expectError(404, "M_NOT_FOUND");
  }

  @Test
  void thoseWhoShareARoomAreFoundFirst() {
    MatrixClient asker = anonymous.registerUser("dir-asker");
    MatrixClient far = anonymous.registerUser("dir-a-far");
    MatrixClient open = anonymous.registerUser("dir-b-open");
    MatrixClient gone = anonymous.registerUser("dir-c-gone");
    for (MatrixClient client : List.of(asker, far, open, gone)) {
      set(client, "displayname", "봉화지기 " + client.userId().charAt(5)).expect(200);
    }
    open.createRoom();
    gone.postWithPassword("/account/deactivate", "{}").expect(200);
    Answer found = search(asker, "화지");
    assertEquals(
        List.of(open.userId(), far.userId()),
        found.path("results").valueStream().map(r -> r.path("user_id").asString("")).toList());
    assertEquals("봉화지기 b", found.text("results.0.display_name"));
    assertFalse(found.path("limited").booleanValue());
    Answer limited = asker.post("/user_directory/search", Map.of("search_term", "봉화", "limit", 1));
    assertEquals(1, limited.expect(200).path("results").size());
    assertTrue(limited.path("limited").booleanValue());
    assertEquals(1, search(asker, "@DIR-a-far:localhost".toLowerCase()).path("results").size());
    assertEquals(1, search(asker, "DIR-A").path("results").size());
    for (String part :
        List.of("@dir-a", "@dir-a-far", "dir-a-far:localhost", "dir-a:", "@dir-a:local")) {
      assertEquals(1, search(asker, part).path("results").size(), part);
    }
    assertEquals(0, search(asker, "@dir-a-far:elsewhere").path("results").size());
    assertEquals(0, search(asker, "%").path("results").size());
    assertEquals(0, search(asker, " ").path("results").size());
    asker.post("/user_directory/search", "{}").expectError(400, "M_MISSING_PARAM");
    asker
        .post("/user_directory/search", Map.of("search_term", "x", "limit", "3"))
        .expectError(400, "M_BAD_JSON");
  }

  private static Answer search(MatrixClient client, String term) {
    return client.post("/user_directory/search", Map.of("search_term", term)).expect(200);
  }

  @Test
  void aServerCanFindOnlyThoseWhoShareARoom(@TempDir Path other) {
    try (RunningServer shy =
        RunningServer.open(other, config -> config.with("user-directory", "shared"))) {
      MatrixClient client = MatrixClient.anonymous(shy.url());
      MatrixClient one = client.registerUser("shy-one");
      MatrixClient two = client.registerUser("shy-two");
      assertEquals(0, search(one, "shy-two").path("results").size());
      two.createRoom();
      assertEquals(1, search(one, "shy-two").path("results").size());
    }
  }

  private static MatrixClient administrator(String name) {
    MatrixClient client = anonymous.registerUser(name + "-plain");
    UserId admin = new UserId("@" + name + ":localhost");
    String token = AccessTokens.make(admin, new org.bongsu.node.SecureRandomSource());
    server
        .node()
        .shards()
        .apply(
            new UserCommand.RegisterUser(
                admin,
                null,
                true,
                new UserCommand.NewSession(
                    new org.bongsu.id.DeviceId("A"), null, AccessTokens.hash(token), null, null)));
    return client.as(token);
  }

  @Test
  void aLockedAccountOnlySignsOut() {
    MatrixClient admin = administrator("lock-admin");
    MatrixClient user = anonymous.registerUser("lock-user");
    MatrixClient second = user.anotherDevice();
    String path = "/_matrix/client/v1/admin/lock/" + user.userId();
    assertFalse(admin.get(path).expect(200).path("locked").booleanValue());
    assertTrue(admin.put(path, Map.of("locked", true)).expect(200).path("locked").booleanValue());
    Answer refused = user.get("/account/whoami").expectError(401, "M_USER_LOCKED");
    assertTrue(refused.path("soft_logout").booleanValue());
    second.post("/logout").expect(200);
    admin.put(path, Map.of("locked", false)).expect(200);
    user.get("/account/whoami").expect(200);
    second.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");

    user.get(path).expectError(403, "M_FORBIDDEN");
    user.put(path, Map.of("locked", true)).expectError(403, "M_FORBIDDEN");
    admin.put(path, "{}").expectError(400, "M_MISSING_PARAM");
    admin.get("/_matrix/client/v1/admin/lock/@nobody:localhost").expectError(404, "M_NOT_FOUND");
    admin
        .get("/_matrix/client/v1/admin/lock/@nobody:elsewhere.example")
        .expectError(400, "M_INVALID_PARAM");
    admin
        .put("/_matrix/client/v1/admin/lock/@lock-admin:localhost", Map.of("locked", true))
        .expectError(403, "M_FORBIDDEN");
    assertTrue(
        admin
            .get("/capabilities")
            .expect(200)
            .path("/capabilities/m.account_moderation/lock")
            .booleanValue());
    assertEquals(
        user.userId(), admin.get("/admin/whois/" + user.userId()).expect(200).text("user_id"));
  }

  @Test
  void reportsAreAnsweredAlikeWhetherOrNotTheUserExists() {
    MatrixClient user = anonymous.registerUser("report-user");
    MatrixClient bad = anonymous.registerUser("report-bad");
    Answer known =
        user.post("/users/" + bad.userId() + "/report", Map.of("reason", "광고")).expect(200);
    Answer unknown =
        user.post("/users/@nobody:localhost/report", Map.of("reason", "광고")).expect(200);
    assertEquals(known.body(), unknown.body());
    assertEquals(Json.object(), known.body());
    user.post("/users/" + bad.userId() + "/report", "{}").expectError(400, "M_MISSING_PARAM");
    assertEquals(
        List.of("광고"),
        server
            .node()
            .shards()
            .readers()
            .read(
                server.node().shards().shardOf(bad.userId()),
                db ->
                    db.list(
                        "SELECT reason FROM user_report WHERE user = ?",
                        row -> row.getString(1),
                        bad.userId())));
  }

  @Test
  void twoSeeTheRoomsInWhichBothAre() {
    MatrixClient one = anonymous.registerUser("mutual-one");
    MatrixClient two = anonymous.registerUser("mutual-two");
    String shared = one.createRoom();
    two.join(shared);
    String left = one.createRoom();
    two.join(left);
    two.leave(left);
    one.createRoom();
    Answer answer = one.get("/_matrix/client/v1/mutual_rooms?user_id=" + two.userId()).expect(200);
    assertEquals(
        List.of(shared), answer.path("joined").valueStream().map(r -> r.asString("")).toList());
    assertEquals(1, answer.path("count").intValue());
    assertTrue(answer.path("next_batch").isMissingNode());
    assertEquals(
        0,
        one.get("/_matrix/client/v1/mutual_rooms?user_id=@nobody:localhost")
            .expect(200)
            .path("count")
            .intValue());
    one.get("/_matrix/client/v1/mutual_rooms?user_id=" + one.userId())
        .expectError(400, "M_INVALID_PARAM");
    one.get("/_matrix/client/v1/mutual_rooms").expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void aRoomInCommonIsCloserThanAPublicRoom() {
    MatrixClient asker = anonymous.registerUser("near-asker");
    MatrixClient open = anonymous.registerUser("near-a-open");
    MatrixClient friend = anonymous.registerUser("near-b-friend");
    open.createRoom();
    String room = asker.createRoom(Map.of("preset", "private_chat"));
    asker.invite(room, friend.userId());
    friend.join(room);
    Answer found = search(asker, "near-");
    assertEquals(friend.userId(), found.text("results.0.user_id"));
    assertEquals(open.userId(), found.text("results.1.user_id"));
  }
}
