package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Acknowledged events survive a restart, and a retried request is not executed twice. */
class RestartTest {
  @Test
  void aRetriedSendGivesTheSameEventAfterARestart(@TempDir Path data) {
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient soonbok = MatrixClient.anonymous(server.url()).registerUser("soonbok");
      String room = soonbok.createRoom("{}");
      String path = "/rooms/" + room + "/send/m.room.message/txn-1";
      String body = "{\"msgtype\":\"m.text\",\"body\":\"봉화가 올랐다\"}";
      JsonNode first = soonbok.put(path, body).expect(200).body();
      server.restart();
      JsonNode second = soonbok.at(server.url()).put(path, body).expect(200).body();
      assertEquals(first, second);
    }
  }
}
