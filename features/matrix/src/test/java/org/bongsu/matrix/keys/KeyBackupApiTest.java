package org.bongsu.matrix.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class KeyBackupApiTest {
  private static final String ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2";
  private static final String ROOM = "!room:localhost";

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

  private static MatrixClient register(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name);
  }

  private static ObjectNode backup() {
    ObjectNode body = Json.object().put("algorithm", ALGORITHM);
    body.putObject("auth_data").put("public_key", "abcdefg").putObject("signatures");
    return body;
  }

  private static String create(MatrixClient client) {
    return client.post("/room_keys/version", backup()).expect(200).text("version");
  }

  private static ObjectNode key(long firstIndex, boolean verified, String ciphertext) {
    ObjectNode key =
        Json.object()
            .put("first_message_index", firstIndex)
            .put("forwarded_count", 0)
            .put("is_verified", verified);
    key.putObject("session_data")
        .put("ephemeral", "e")
        .put("ciphertext", ciphertext)
        .put("mac", "m");
    return key;
  }

  private static String path(String suffix, String version) {
    return "/room_keys/keys" + suffix + "?version=" + version;
  }

  @Test
  void theBetterOfTwoKeysForASessionStays() {
    MatrixClient minji = register("backup-better");
    String version = create(minji);
    String session = MatrixClient.path("/{}/{}", ROOM, "S1");
    Answer first = minji.put(path(session, version), key(5, false, "late")).expect(200);
    minji.put(path(session, version), key(9, false, "worse")).expect(200);
    assertEquals("late", ciphertext(minji, session, version));
    minji.put(path(session, version), key(0, false, "early")).expect(200);
    assertEquals("early", ciphertext(minji, session, version));
    Answer last = minji.put(path(session, version), key(7, true, "verified")).expect(200);
    assertEquals("verified", ciphertext(minji, session, version));
    assertNotEquals(first.text("etag"), last.text("etag"));
    assertEquals(1, last.path("count").asInt());
  }

  private static String ciphertext(MatrixClient client, String session, String version) {
    return client.get(path(session, version)).expect(200).text("session_data.ciphertext");
  }

  @Test
  void manyKeysAtOnceAreKeptAndReadByRoom() {
    MatrixClient minji = register("backup-many");
    String version = create(minji);
    ObjectNode body = Json.object();
    ObjectNode sessions = body.putObject("rooms").putObject(ROOM).putObject("sessions");
    for (int i = 0; i < 450; i++) {
      sessions.set("S" + i, key(i, false, "c" + i));
    }
    assertEquals(450, minji.put(path("", version), body).expect(200).path("count").asInt());
    JsonNode all = minji.get(path("", version)).expect(200).body();
    assertEquals(450, all.path("rooms").path(ROOM).path("sessions").size());
    String room = MatrixClient.path("/{}", ROOM);
    assertEquals(450, minji.get(path(room, version)).expect(200).path("sessions").size());
    assertEquals(0, minji.delete(path(room, version)).expect(200).path("count").asInt());
  }

  @Test
  void writingToAnOldBackupNamesTheCurrentOne() {
    MatrixClient minji = register("backup-old");
    String old = create(minji);
    String current = create(minji);
    Answer refused =
        minji.put(path(MatrixClient.path("/{}/{}", ROOM, "S1"), old), key(0, true, "c"));
    refused.expectError(403, "M_WRONG_ROOM_KEYS_VERSION");
    assertEquals(current, refused.text("current_version"));
    assertEquals(current, minji.get("/room_keys/version").expect(200).text("version"));
  }

  @Test
  void aDeletedBackupIsGoneAndItsVersionNeverComesAgain() {
    MatrixClient minji = register("backup-gone");
    String version = create(minji);
    minji.delete("/room_keys/version/" + version).expect(200);
    minji.get("/room_keys/version").expectError(404, "M_NOT_FOUND");
    minji.get("/room_keys/version/" + version).expectError(404, "M_NOT_FOUND");
    assertNotEquals(version, create(minji));
  }

  @Test
  void aBackupKeepsItsAlgorithm() {
    MatrixClient minji = register("backup-algorithm");
    String version = create(minji);
    minji.put("/room_keys/version/" + version, backup()).expect(200);
    minji
        .put("/room_keys/version/" + version, backup().put("algorithm", "m.other"))
        .expectError(400, "M_BAD_JSON");
  }

  @Test
  void keysAreDeletedOneByOneAndAllTogether() {
    MatrixClient minji = register("backup-delete");
    String version = create(minji);
    ObjectNode body = Json.object();
    ObjectNode sessions = body.putObject("sessions");
    sessions.set("S1", key(0, true, "one"));
    sessions.set("S2", key(0, true, "two"));
    String room = MatrixClient.path("/{}", ROOM);
    assertEquals(2, minji.put(path(room, version), body).expect(200).path("count").asInt());
    assertEquals(
        "2", minji.get("/room_keys/version/" + version).expect(200).path("count").asString());

    Answer one = minji.delete(path(MatrixClient.path("/{}/{}", ROOM, "S1"), version)).expect(200);
    assertEquals(1, one.path("count").asInt());
    minji
        .get(path(MatrixClient.path("/{}/{}", ROOM, "S1"), version))
        .expectError(404, "M_NOT_FOUND");
    assertEquals(0, minji.delete(path("", version)).expect(200).path("count").asInt());
  }
}
