package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bongsu.command.InvitationCommand;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Registration, in every mode. */
class RegisterTest {
  private static final String PASSWORD = "비밀번호가 길다";
  private static final String SHARED = "/_synapse/admin/v1/register";

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

  private static ObjectNode wanted(String name) {
    return Json.object().put("username", name).put("password", PASSWORD);
  }

  private static ObjectNode withDummy(ObjectNode body, String session) {
    body.putObject("auth").put("type", "m.login.dummy").put("session", session);
    return body;
  }

  @Test
  void theFirstAnswerSaysWhichStageIsMissing() {
    Answer first = anonymous.post("/register", "{}").expect(401);
    assertEquals("m.login.dummy", first.text("flows.0.stages.0"));
    assertTrue(first.path("params").isObject());
    assertTrue(first.path("completed").isArray());
    assertFalse(first.path("/errcode").isString());
    // The session only says which operation it is for.
    Answer asked =
        anonymous
            .post("/register", Map.of("auth", Map.of("session", first.text("session"))))
            .expect(401);
    assertEquals(first.text("session"), asked.text("session"));
    Answer other =
        anonymous
            .post("/register", Map.of("auth", Map.of("type", "m.login.sso")))
            .expectError(401, "M_UNRECOGNIZED");
    assertTrue(other.path("flows").isArray());
  }

  @Test
  void theFirstRequestsParametersAreUsedIfTheSecondHasOnlyAuth() {
    String session = anonymous.post("/register", wanted("reg-bora")).expect(401).text("session");
    Answer made = anonymous.post("/register", withDummy(Json.object(), session)).expect(200);
    assertEquals("@reg-bora:localhost", made.text("user_id"));
    assertTrue(made.path("access_token").isString());
  }

  @Test
  void aSessionIsUsedOnceAndForOneOperation() {
    String session = anonymous.post("/register", wanted("reg-dara")).expect(401).text("session");
    MatrixClient mina = anonymous.registerUser("reg-mina", PASSWORD);
    ObjectNode delete = Json.object();
    delete.putArray("devices").add("X");
    delete.putObject("auth").put("type", "m.login.password").put("session", session);
    mina.post("/delete_devices", delete).expectError(403, "M_FORBIDDEN");
    anonymous.post("/register", withDummy(Json.object(), session)).expect(200);
    anonymous
        .post("/register", withDummy(Json.object(), session))
        .expectError(400, "M_MISSING_PARAM");
  }

  @Test
  void upperCaseInANameIsLoweredAsAtLogin() {
    assertEquals("@reg-upper:localhost", anonymous.registerUser("Reg-UPPER", PASSWORD).userId());
    anonymous.post("/register", wanted("REG-upper")).expectError(400, "M_USER_IN_USE");
    assertEquals("@reg-upper:localhost", anonymous.login("Reg-Upper", PASSWORD).userId());
  }

  @Test
  void invalidNamesAreRefusedBeforeAuthentication() {
    anonymous.registerUser("reg-nari", PASSWORD);
    anonymous.post("/register", wanted("reg-nari")).expectError(400, "M_USER_IN_USE");
    for (String name : new String[] {"봉수", "a b", "", "_bridge", "x".repeat(260)}) {
      anonymous.post("/register", wanted(name)).expectError(400, "M_INVALID_USERNAME");
      anonymous
          .get(MatrixClient.path("/register/available?username={}", name))
          .expectError(400, "M_INVALID_USERNAME");
    }
    anonymous.get("/register/available?username=reg-nari").expectError(400, "M_USER_IN_USE");
    anonymous.get("/register/available").expectError(400, "M_MISSING_PARAM");
    assertTrue(
        anonymous
            .get("/register/available?username=reg-free")
            .expect(200)
            .path("available")
            .booleanValue());
  }

  @Test
  void weakPasswordsAreRefused() {
    anonymous
        .post("/register", withDummy(wanted("reg-weak").put("password", "1234567"), "none"))
        .expectError(400, "M_WEAK_PASSWORD");
    anonymous
        .post("/register", withDummy(Json.object().put("username", "reg-none"), "none"))
        .expectError(400, "M_MISSING_PARAM");
    anonymous
        .post("/register", withDummy(wanted("reg-long").put("password", "x".repeat(513)), "none"))
        .expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void withoutAUserNameOneIsGenerated() {
    ObjectNode body = withDummy(Json.object().put("password", PASSWORD), "none");
    Answer made = anonymous.post("/register", body).expect(200);
    assertTrue(made.text("user_id").matches("@[a-z0-9]{12}:localhost"), made::request);
  }

  @Test
  void anAccountCanBeMadeWithoutSigningIn() {
    ObjectNode body = withDummy(wanted("reg-later").put("inhibit_login", true), "none");
    Answer made = anonymous.post("/register", body).expect(200);
    assertTrue(made.path("access_token").isMissingNode());
    assertTrue(made.path("device_id").isMissingNode());
    anonymous.login("reg-later", PASSWORD);
  }

  @Test
  void aClientThatSupportsRefreshGetsARefreshToken() {
    ObjectNode body = withDummy(wanted("reg-refresh").put("refresh_token", true), "none");
    body.put("device_id", "TABLET").put("initial_device_display_name", "태블릿");
    Answer made = anonymous.post("/register", body).expect(200);
    assertEquals("TABLET", made.text("device_id"));
    assertTrue(made.path("expires_in_ms").isIntegralNumber());
    anonymous.post("/refresh", Map.of("refresh_token", made.text("refresh_token"))).expect(200);
  }

  @Test
  void guestsAreRefused() {
    anonymous.post("/register?kind=guest", "{}").expectError(403, "M_GUEST_ACCESS_FORBIDDEN");
  }

  @Test
  void aClosedServerMakesNoAccounts(@TempDir Path other) {
    try (RunningServer closed =
        RunningServer.open(other, config -> config.with("registration", "closed"))) {
      MatrixClient client = MatrixClient.anonymous(closed.url());
      client.post("/register", wanted("somebody")).expectError(403, "M_FORBIDDEN");
      client.get("/register/available?username=somebody").expectError(403, "M_FORBIDDEN");
      client
          .get("/_matrix/client/v1/register/m.login.registration_token/validity?token=x")
          .expectError(403, "M_FORBIDDEN");
    }
  }

  @Test
  void aRegistrationTokenMakesAsManyAccountsAsItMay(@TempDir Path other) {
    try (RunningServer byToken =
        RunningServer.open(other, config -> config.with("registration", "token"))) {
      byToken.node().shards().apply(new InvitationCommand.CreateInvitation("bonghwa-1", 2L, null));
      byToken.node().shards().apply(new InvitationCommand.CreateInvitation("old", null, 1L));
      MatrixClient client = MatrixClient.anonymous(byToken.url());
      assertEquals(
          "m.login.registration_token",
          client.post("/register", wanted("one")).expect(401).text("flows.0.stages.0"));
      assertValid(client, "bonghwa-1", true);
      assertValid(client, "old", false);
      assertValid(client, "unknown", false);
      client.post("/register", withToken("one", "unknown")).expectError(401, "M_FORBIDDEN");
      client.post("/register", withToken("one", "old")).expectError(401, "M_FORBIDDEN");
      client.post("/register", withDummy(wanted("one"), "none")).expectError(401, "M_UNRECOGNIZED");
      client.post("/register", withToken("one", "bonghwa-1")).expect(200);
      client
          .post("/register", withToken("weak", "bonghwa-1").put("password", "short"))
          .expectError(400, "M_WEAK_PASSWORD");
      client.post("/register", withToken("two", "bonghwa-1")).expect(200);
      assertValid(client, "bonghwa-1", false);
      client.post("/register", withToken("three", "bonghwa-1")).expectError(401, "M_FORBIDDEN");
    }
  }

  private static void assertValid(MatrixClient client, String token, boolean valid) {
    String path = "/_matrix/client/v1/register/m.login.registration_token/validity?token={}";
    Answer answer = client.get(MatrixClient.path(path, token)).expect(200);
    assertEquals(valid, answer.path("valid").booleanValue(), answer::request);
  }

  private static ObjectNode withToken(String name, String token) {
    ObjectNode body = wanted(name);
    body.putObject("auth").put("type", "m.login.registration_token").put("token", token);
    return body;
  }

  @Test
  void toolsOfSynapseMakeAccountsWithTheSecret() throws Exception {
    String nonce = anonymous.get(SHARED).expect(200).text("nonce");
    ObjectNode body = shared(nonce, "reg-tool", RunningServer.SHARED_SECRET, "notadmin");
    Answer made = anonymous.post(SHARED, body).expect(200);
    assertEquals("@reg-tool:localhost", made.text("user_id"));
    assertEquals("localhost", made.text("home_server"));
    anonymous.as(made.text("access_token")).get("/account/whoami").expect(200);
    anonymous.post(SHARED, body).expectError(400, "M_UNKNOWN");
    anonymous
        .post(SHARED, shared("0".repeat(64), "reg-tool2", RunningServer.SHARED_SECRET, "notadmin"))
        .expectError(400, "M_UNKNOWN");
    nonce = anonymous.get(SHARED).text("nonce");
    anonymous
        .post(SHARED, shared(nonce, "reg-tool2", "another secret", "notadmin"))
        .expectError(403, "M_FORBIDDEN");
    // The mac also covers whether the account is an administrator's.
    nonce = anonymous.get(SHARED).text("nonce");
    anonymous
        .post(
            SHARED,
            shared(nonce, "reg-tool2", RunningServer.SHARED_SECRET, "notadmin").put("admin", true))
        .expectError(403, "M_FORBIDDEN");
  }

  static ObjectNode shared(String nonce, String name, String secret, String admin)
      throws Exception {
    Mac hmac = Mac.getInstance("HmacSHA1");
    hmac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    String signed = nonce + "\0" + name + "\0" + PASSWORD + "\0" + admin;
    String mac = HexFormat.of().formatHex(hmac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    return wanted(name).put("nonce", nonce).put("admin", admin.equals("admin")).put("mac", mac);
  }
}
