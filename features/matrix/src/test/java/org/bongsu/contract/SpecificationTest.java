package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SpecificationTest {
  private Specification specification;

  @BeforeEach
  void read() {
    specification = Specification.require();
  }

  @Test
  void everyOperationHasAnIdAndAnAnswer() {
    assertTrue(specification.operations().size() > 150, "only few operations were read");
    Set<String> ids = new HashSet<>();
    for (Operation operation : specification.operations()) {
      assertTrue(ids.add(operation.id()), operation + " is there twice");
      assertFalse(operation.responses().isEmpty(), operation + " has no answers");
      assertTrue(operation.path().startsWith("/"), operation + " has no path");
    }
  }

  @Test
  void concretePathsFindTheirOperation() {
    assertFound("sync", "GET", "/_matrix/client/v3/sync?timeout=0");
    assertFound("sendMessage", "PUT", "/_matrix/client/v3/rooms/!a:b/send/m.room.message/1");
    assertFound("getRoomKeysVersionCurrent", "GET", "/_matrix/client/v3/room_keys/version");
    assertFound("getRoomKeysVersion", "GET", "/_matrix/client/v3/room_keys/version/1");
    assertFound("getRoomStateWithKey", "GET", "/_matrix/client/v3/rooms/!a:b/state/m.room.name");
    assertFound("getRoomStateWithKey", "GET", "/_matrix/client/v3/rooms/!a:b/state/m.room.name/");
    assertFound("getPushRulesGlobal", "GET", "/_matrix/client/v3/pushrules/global/");
    assertFound("getVersions", "GET", "/_matrix/client/versions");
    assertFound("getWellknown", "GET", "/.well-known/matrix/client");
    assertFound("uploadContent", "POST", "/_matrix/media/v3/upload");
    assertFound("peekEvents", "GET", "/_matrix/client/v3/events?room_id=!a:b");
    assertFound("getEvents", "GET", "/_matrix/client/v3/events?from=s1");
    assertTrue(specification.find("GET", "/_matrix/client/v3/nothing", "").isEmpty());
    assertTrue(specification.find("PATCH", "/_matrix/client/v3/sync", "").isEmpty());
  }

  @Test
  void invitationsByThirdPartyIdAreDistinguishedByTheBody() {
    String path = "/_matrix/client/v3/rooms/!a:b/invite";
    assertEquals(
        "inviteUser",
        specification.find("POST", path, "{\"user_id\":\"@a:b\"}").orElseThrow().id());
    assertEquals(
        "inviteBy3PID",
        specification.find("POST", path, "{\"medium\":\"email\"}").orElseThrow().id());
  }

  @Test
  void theSpecificationsOwnExamplesSatisfyItsSchemas() {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (Operation operation : specification.operations()) {
      for (Map.Entry<Integer, Operation.Response> response : operation.responses().entrySet()) {
        for (JsonNode example : specification.examples(operation, response.getKey())) {
          if (response.getValue().schema().isPresent() && !example.toString().contains("$ref")) {
            checked++;
            SchemaCheck.errors(SchemaCheck.compile(response.getValue().schema().get()), example)
                .forEach(e -> wrong.add(operation.id() + " " + response.getKey() + ": " + e));
          }
        }
      }
    }
    assertTrue(checked > 150, "only " + checked + " examples were read");
    assertEquals(List.of(), wrong);
  }

  @Test
  void schemasOfOtherFilesAreFollowed() {
    JsonNode answer =
        Json.parse(
            "{\"next_batch\":\"s1\",\"rooms\":{\"join\":{\"!r:b\":%s}}}"
                .formatted("{\"timeline\":{\"events\":[{\"type\":7}]}}"));
    Operation sync = specification.operation("sync").orElseThrow();
    JsonNode schema = sync.responses().get(200).schema().orElseThrow();
    String errors = SchemaCheck.errors(SchemaCheck.compile(schema), answer).toString();
    assertTrue(errors.contains("/rooms/join/!r:b/timeline/events/0/type"), errors);
    assertTrue(errors.contains("origin_server_ts"), errors);
  }

  @Test
  void contentOfEventsThatServersWriteIsChecked() {
    JsonNode member =
        Json.parse("{\"chunk\":[{\"type\":\"m.room.member\",\"content\":{\"membership\":3}}]}");
    assertFalse(specification.events().errors(member).isEmpty());
    JsonNode right =
        Json.parse(
            "{\"chunk\":[{\"type\":\"m.room.member\",\"content\":{\"membership\":\"join\"}}]}");
    assertEquals(List.of(), specification.events().errors(right));
  }

  private void assertFound(String id, String method, String target) {
    assertEquals(id, specification.find(method, target, "").map(Operation::id).orElse("none"));
  }
}
