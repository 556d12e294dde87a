package org.bongsu.matrix.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bongsu.command.KeyCommand;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Keys that are made to disturb those who ask for them. */
class HostileKeysTest {
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

  private static MatrixClient user(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name);
  }

  private static ObjectNode unsigned(MatrixClient client, SigningKey key) {
    ObjectNode keys =
        Json.object().put("user_id", client.userId()).put("device_id", client.deviceId());
    keys.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
    keys.putObject("keys").put("ed25519:" + client.deviceId(), key.publicKey());
    return keys;
  }

  private static Answer upload(MatrixClient client, ObjectNode deviceKeys) {
    return client.post("/keys/upload", Json.object().set("device_keys", deviceKeys));
  }

  private static Answer uploadKeys(MatrixClient client, String member, Map<String, ?> keys) {
    return client.post("/keys/upload", Map.of(member, keys));
  }

  @Test
  void malformedDeviceKeysAreRefused() {
    MatrixClient mallory = user("mallory");
    ObjectNode good = unsigned(mallory, new SigningKey());
    good.putObject("signatures");
    upload(mallory, good.deepCopy().put("algorithms", "x")).expectError(400, "M_BAD_JSON");
    upload(mallory, good.deepCopy().put("keys", "x")).expectError(400, "M_BAD_JSON");
    upload(mallory, good.deepCopy().put("signatures", "x")).expectError(400, "M_BAD_JSON");
    ObjectNode nested = good.deepCopy();
    nested.putObject("signatures").put(mallory.userId(), "x");
    upload(mallory, nested).expectError(400, "M_BAD_JSON");
    ObjectNode noString = good.deepCopy();
    noString.putObject("keys").putObject("ed25519:" + mallory.deviceId());
    upload(mallory, noString).expectError(400, "M_BAD_JSON");
    upload(mallory, good.deepCopy().put("x", "x".repeat(16 * 1024)))
        .expectError(413, "M_TOO_LARGE");
    upload(mallory, good).expect(200);
  }

  @Test
  void malformedCrossSigningKeysAreRefused() {
    MatrixClient mallory = user("mallory-cross");
    SigningKey master = new SigningKey();
    ObjectNode key = Json.object().put("user_id", mallory.userId()).put("signatures", "x");
    key.putArray("usage").add("master");
    key.putObject("keys").put("ed25519:" + master.publicKey(), master.publicKey());
    mallory
        .post("/keys/device_signing/upload", Json.object().set("master_key", key))
        .expectError(400, "M_BAD_JSON");
  }

  /** Such keys may have been stored by an earlier version. */
  @Test
  void whatIsStoredMalformedKeepsNobodyFromReadingKeys() {
    MatrixClient mallory = user("mallory-before");
    MatrixClient yuna = user("yuna");
    SigningKey key = new SigningKey();
    ObjectNode keys = unsigned(mallory, key);
    upload(mallory, keys.deepCopy().<ObjectNode>set("signatures", Json.object())).expect(200);
    ObjectNode signed = key.sign(keys.deepCopy(), mallory.userId(), mallory.deviceId());
    mallory
        .post(
            "/keys/signatures/upload", Map.of(mallory.userId(), Map.of(mallory.deviceId(), signed)))
        .expect(200);
    server
        .node()
        .shards()
        .submit(
            new KeyCommand.UploadKeys(
                new UserId(mallory.userId()),
                new DeviceId(mallory.deviceId()),
                keys.deepCopy().put("signatures", "x"),
                Json.object(),
                Json.object()))
        .join();
    Answer found =
        yuna.post("/keys/query", Map.of("device_keys", Map.of(mallory.userId(), List.of())));
    assertEquals(200, found.status());
  }

  @Test
  void whatOneDeviceUploadsIsLimited() {
    MatrixClient mallory = user("mallory-much");
    uploadKeys(mallory, "one_time_keys", Map.of("curve25519:a", "x".repeat(16 * 1024)))
        .expectError(413, "M_TOO_LARGE");
    uploadKeys(mallory, "one_time_keys", Map.of("curve25519:" + "x".repeat(200), "x"))
        .expectError(400, "M_INVALID_PARAM");
    int accepted = 0;
    Answer last;
    do {
      last = uploadKeys(mallory, "fallback_keys", Map.of("a" + accepted++ + ":x", "y"));
    } while (last.status() == 200 && accepted < 100);
    last.expectError(403, "M_RESOURCE_LIMIT_EXCEEDED");
    assertTrue(accepted > 10, "clients use a few algorithms");
  }
}
