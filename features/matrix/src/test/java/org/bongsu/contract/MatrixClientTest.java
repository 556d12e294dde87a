package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Function;
import org.bongsu.contract.FakeServer.Reply;
import org.bongsu.contract.FakeServer.Request;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;

/** Each way to break the contract is caught by the client, without any assertion of the test. */
class MatrixClientTest {
  private static final String VERSIONS = "{\"versions\":[\"v1.1\"]}";

  @Test
  void aRightAnswerPassesAndIsRecorded() {
    Answer answer = ask(r -> Reply.json(200, VERSIONS), c -> c.get("/_matrix/client/versions"));
    assertEquals("v1.1", answer.expect(200).text("versions.0"));
    if (Specification.find().isPresent()) {
      String here = getClass().getName() + "#aRightAnswerPassesAndIsRecorded";
      assertTrue(
          Coverage.read(Coverage.FOLDER, Coverage.run()).tests("getVersions").contains(here));
    }
  }

  @Test
  void aBodyThatTheSchemaRefusesIsCaught() {
    Specification.require();
    assertViolation(r -> Reply.json(200, "{\"versions\":\"v1.1\"}"), "/versions");
    assertViolation(r -> Reply.json(200, "{}"), "versions");
    assertViolation(r -> Reply.json(200, "[]"), "object");
  }

  @Test
  void aMissingCorsHeaderIsCaughtOnSuccessAndOnErrors() {
    assertViolation(
        r -> Reply.json(200, VERSIONS).without("Access-Control-Allow-Origin"),
        "access-control-allow-origin");
    assertViolation(
        r -> Reply.error(403, "M_FORBIDDEN").without("Access-Control-Allow-Headers"),
        "access-control-allow-headers");
  }

  @Test
  void anErrorWithoutTheStandardFormIsCaught() {
    assertViolation(r -> Reply.json(404, "{\"error\":\"no\"}"), "errcode");
    assertViolation(r -> Reply.json(404, "{\"errcode\":\"M_NOT_FOUND\"}"), "error");
    assertViolation(
        r -> Reply.json(429, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"x\"}"),
        "retry_after_ms");
    assertViolation(
        r -> Reply.json(404, "<h1>404</h1>").with("Content-Type", "text/html"), "content-type");
    assertViolation(r -> Reply.json(500, "{\"errcode\":"), "isn't JSON");
  }

  @Test
  void aStatusThatTheOperationDoesNotKnowIsCaught() {
    Specification.require();
    assertViolation(r -> Reply.json(202, VERSIONS), "202");
  }

  @Test
  void refusalsAreAsserted() {
    Answer answer =
        ask(r -> Reply.error(403, "M_FORBIDDEN"), c -> c.get("/_matrix/client/versions"));
    answer.expectError(403, "M_FORBIDDEN");
    assertThrows(AssertionError.class, () -> answer.expectError(403, "M_NOT_FOUND"));
    assertThrows(AssertionError.class, () -> answer.expect(200));
    assertThrows(AssertionError.class, () -> answer.text("nothing.here"));
  }

  @Test
  void registrationGoesThroughInteractiveAuthentication() {
    MatrixClient user = ask(MatrixClientTest::register, c -> c.registerUser("bong"));
    assertEquals("@bong:test", user.userId());
    assertEquals("syt", user.token());
  }

  private static Reply register(Request request) {
    if (!Json.parse(request.body()).has("auth")) {
      return Reply.json(
          401, "{\"session\":\"s\",\"params\":{},\"flows\":[{\"stages\":[\"m.login.dummy\"]}]}");
    }
    return Reply.json(
        200, "{\"user_id\":\"@bong:test\",\"access_token\":\"syt\",\"device_id\":\"D\"}");
  }

  @Test
  void pathsAreEncodedAndPrefixed() {
    Function<Request, Reply> echo =
        r -> Reply.json(200, Json.text(Json.object().put("event_id", "$" + r.path())));
    String event = ask(echo, c -> c.send("!방/a:b", "m.x", Map.of()));
    assertTrue(
        event.startsWith("$/_matrix/client/v3/rooms/%21%EB%B0%A9%2Fa%3Ab/send/m.x/t"), event);
  }

  @Test
  void aTokenIsSent() {
    Function<Request, Reply> whoami =
        r ->
            r.authorization().equals("Bearer secret")
                ? Reply.json(200, "{\"user_id\":\"@a:b\"}")
                : Reply.error(401, "M_MISSING_TOKEN");
    ask(whoami, c -> c.as("secret").get("/account/whoami")).expect(200);
    ask(whoami, c -> c.get("/account/whoami")).expectError(401, "M_MISSING_TOKEN");
  }

  private static <T> T ask(Function<Request, Reply> server, Function<MatrixClient, T> question) {
    try (FakeServer fake = new FakeServer(server)) {
      return question.apply(MatrixClient.anonymous(fake.url()));
    }
  }

  private static void assertViolation(Function<Request, Reply> server, String named) {
    ContractViolation violation =
        assertThrows(
            ContractViolation.class, () -> ask(server, c -> c.get("/_matrix/client/versions")));
    assertTrue(violation.getMessage().contains(named), violation.getMessage());
  }
}
