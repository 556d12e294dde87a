package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Signing in, refreshing, signing out. */
class LoginTest {
  private static final String PASSWORD = "비밀번호가 길다";

  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient anonymous;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
    anonymous = MatrixClient.anonymous(server.url());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ObjectNode login(String user, String password) {
    ObjectNode body = Json.object().put("type", "m.login.password").put("password", password);
    body.putObject("identifier").put("type", "m.id.user").put("user", user);
    return body;
  }

  @Test
  void aPasswordIsTheOnlyWayToLogIn() {
    Answer flows = anonymous.get("/login").expect(200);
    assertEquals("m.login.password", flows.text("flows.0.type"));
    assertEquals(1, flows.path("flows").size());
    anonymous
        .post("/login", Map.of("type", "m.login.token", "token", "x"))
        .expectError(400, "M_UNKNOWN");
    anonymous.post("/login", Map.of()).expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void aNameIsTakenInEveryForm() {
    MatrixClient bora = anonymous.registerUser("login-bora", PASSWORD);
    for (String name : new String[] {"login-bora", "@login-bora:localhost", "Login-Bora"}) {
      assertEquals(
          bora.userId(),
          anonymous.post("/login", login(name, PASSWORD)).expect(200).text("user_id"));
    }
    ObjectNode old = Json.object().put("type", "m.login.password").put("password", PASSWORD);
    anonymous.post("/login", old.put("user", "login-bora")).expect(200);
    anonymous
        .post("/login", login("@login-bora:elsewhere.example", PASSWORD))
        .expectError(403, "M_FORBIDDEN");
  }

  @Test
  void aWrongPasswordAndAWrongNameAreAnsweredAlike() {
    anonymous.registerUser("login-dara", PASSWORD);
    Answer wrongPassword = anonymous.post("/login", login("login-dara", "not this one"));
    Answer wrongName = anonymous.post("/login", login("login-nobody", PASSWORD));
    wrongPassword.expectError(403, "M_FORBIDDEN");
    assertEquals(wrongPassword.status(), wrongName.status());
    assertEquals(wrongPassword.body(), wrongName.body());
  }

  @Test
  void tokensExpireOnlyIfTheClientSupportsRefresh() {
    anonymous.registerUser("login-mina", PASSWORD);
    Answer plain = anonymous.post("/login", login("login-mina", PASSWORD)).expect(200);
    assertTrue(plain.path("refresh_token").isMissingNode());
    assertTrue(plain.path("expires_in_ms").isMissingNode());
    ObjectNode refreshing = login("login-mina", PASSWORD).put("refresh_token", true);
    Answer with = anonymous.post("/login", refreshing).expect(200);
    assertTrue(with.path("refresh_token").isString());
    assertEquals(3_600_000, with.path("expires_in_ms").asInt(0));
  }

  @Test
  void aDeviceThatLogsInAgainLosesItsOldToken() {
    anonymous.registerUser("login-nari", PASSWORD);
    ObjectNode phone = login("login-nari", PASSWORD).put("device_id", "PHONE");
    String first =
        anonymous
            .post("/login", phone.put("initial_device_display_name", "전화"))
            .expect(200)
            .text("access_token");
    String second = anonymous.post("/login", phone).expect(200).text("access_token");
    anonymous.as(first).get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    assertEquals(
        "PHONE", anonymous.as(second).get("/account/whoami").expect(200).text("device_id"));
    assertEquals("전화", anonymous.as(second).get("/devices/PHONE").expect(200).text("display_name"));
  }

  @Test
  void aRefreshWhoseAnswerWasLostCanBeRepeated() {
    anonymous.registerUser("login-sora", PASSWORD);
    ObjectNode body = login("login-sora", PASSWORD).put("refresh_token", true);
    Answer start = anonymous.post("/login", body).expect(200);
    Map<String, String> old = Map.of("refresh_token", start.text("refresh_token"));
    anonymous.post("/refresh", old).expect(200);
    Answer again = anonymous.post("/refresh", old).expect(200);
    assertNotEquals(start.text("access_token"), again.text("access_token"));
    anonymous.as(start.text("access_token")).get("/account/whoami").expect(200);
  }

  @Test
  void whenNewTokensAreUsedTheOldOnesEnd() {
    anonymous.registerUser("login-yuna", PASSWORD);
    ObjectNode body = login("login-yuna", PASSWORD).put("refresh_token", true);
    Answer first = anonymous.post("/login", body).expect(200);
    Map<String, String> old = Map.of("refresh_token", first.text("refresh_token"));
    Answer second = anonymous.post("/refresh", old).expect(200);
    anonymous.as(second.text("access_token")).get("/account/whoami").expect(200);
    anonymous.post("/refresh", old).expectError(401, "M_UNKNOWN_TOKEN");
    anonymous
        .as(first.text("access_token"))
        .get("/account/whoami")
        .expectError(401, "M_UNKNOWN_TOKEN");
    Answer third =
        anonymous
            .post("/refresh", Map.of("refresh_token", second.text("refresh_token")))
            .expect(200);
    // Using the new refresh token ends the old tokens, too.
    anonymous.post("/refresh", Map.of("refresh_token", third.text("refresh_token"))).expect(200);
    anonymous
        .post("/refresh", Map.of("refresh_token", second.text("refresh_token")))
        .expectError(401, "M_UNKNOWN_TOKEN");
  }

  @Test
  void anAccessTokenThatHasRunOutAsksForARefresh(@TempDir Path other) throws Exception {
    try (RunningServer brief =
        RunningServer.open(other, config -> config.with("access-token-life", "1s"))) {
      MatrixClient client = MatrixClient.anonymous(brief.url());
      client.registerUser("brief", PASSWORD);
      Answer start =
          client.post("/login", login("brief", PASSWORD).put("refresh_token", true)).expect(200);
      MatrixClient signedIn = client.as(start.text("access_token"));
      Answer late = signedIn.get("/account/whoami");
      for (int asked = 0; asked < 1_000 && late.status() == 200; asked++) {
        Thread.sleep(10);
        late = signedIn.get("/account/whoami");
      }
      late.expectError(401, "M_UNKNOWN_TOKEN");
      assertTrue(late.path("soft_logout").booleanValue());
      client.post("/refresh", Map.of("refresh_token", start.text("refresh_token"))).expect(200);
    }
  }

  @Test
  void aSignedOutDevicesTokenIsInvalid() {
    MatrixClient first = anonymous.registerUser("login-hana", PASSWORD);
    MatrixClient second = first.anotherDevice();
    MatrixClient third = first.anotherDevice();
    second.post("/logout").expect(200);
    second.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    assertEquals(2, first.get("/devices").expect(200).path("devices").size());
    third.post("/logout/all").expect(200);
    first.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    third.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    third.post("/logout").expectError(401, "M_UNKNOWN_TOKEN");
    anonymous.post("/logout").expectError(401, "M_MISSING_TOKEN");
  }

  @Test
  void sessionsOutliveARestart(@TempDir Path other) {
    try (RunningServer restarted = RunningServer.open(other)) {
      MatrixClient client =
          MatrixClient.anonymous(restarted.url()).registerUser("login-jin", PASSWORD);
      restarted.restart();
      MatrixClient again = client.at(restarted.url());
      assertEquals(client.userId(), again.get("/account/whoami").expect(200).text("user_id"));
      assertFalse(again.get("/account/whoami").path("is_guest").booleanValue());
    }
  }
}
