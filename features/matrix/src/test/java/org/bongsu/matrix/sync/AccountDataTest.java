package org.bongsu.matrix.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountDataTest {
  @TempDir static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String path(MatrixClient client, String type) {
    return MatrixClient.path("/user/{}/account_data/{}", client.userId(), type);
  }

  @Test
  void whatWasSetForAllRoomsOrOneIsReadAgainAfterARestart() {
    MatrixClient minji = MatrixClient.anonymous(server.url()).registerUser("data-minji");
    String room = minji.createRoom();
    String inRoom =
        MatrixClient.path(
            "/user/{}/rooms/{}/account_data/{}", minji.userId(), room, "m.marked_unread");
    minji.get(path(minji, "kr.example.색")).expectError(404, "M_NOT_FOUND");
    minji.put(path(minji, "kr.example.색"), Map.of("바탕", "검정")).expect(200);
    minji.put(inRoom, Map.of("unread", true)).expect(200);

    server.restart();
    MatrixClient again = minji.at(server.url());
    assertEquals("검정", again.get(path(minji, "kr.example.색")).expect(200).text("바탕"));
    assertEquals(true, again.get(inRoom).expect(200).path("unread").booleanValue());
  }

  @Test
  void anotherUsersAccountDataIsForbidden() {
    MatrixClient minji = MatrixClient.anonymous(server.url()).registerUser("data-owner");
    MatrixClient junho = MatrixClient.anonymous(server.url()).registerUser("data-other");
    minji.put(path(minji, "m.secret"), Map.of("a", 1)).expect(200);
    junho.get(path(minji, "m.secret")).expectError(403, "M_FORBIDDEN");
    junho.put(path(minji, "m.secret"), Map.of("a", 2)).expectError(403, "M_FORBIDDEN");
  }
}
