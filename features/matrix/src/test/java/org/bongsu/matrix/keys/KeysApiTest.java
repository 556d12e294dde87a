package org.bongsu.matrix.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class KeysApiTest {
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

  private static ObjectNode deviceKeys(MatrixClient client, SigningKey key) {
    ObjectNode keys =
        Json.object().put("user_id", client.userId()).put("device_id", client.deviceId());
    keys.putArray("algorithms").add("m.olm.v1.curve25519-aes-sha2");
    keys.putObject("keys").put("ed25519:" + client.deviceId(), key.publicKey());
    return key.sign(keys, client.userId(), client.deviceId());
  }

  private static ObjectNode oneTimeKeys(int count) {
    ObjectNode keys = Json.object();
    for (int i = 0; i < count; i++) {
      ObjectNode key = keys.putObject("signed_curve25519:K" + i).put("key", "key" + i);
      key.putObject("signatures");
    }
    return keys;
  }

  private static ObjectNode query(MatrixClient asker, MatrixClient of) {
    ObjectNode body = Json.object();
    body.putObject("device_keys").putArray(of.userId());
    return (ObjectNode) asker.post("/keys/query", body).expect(200).body();
  }

  private static ObjectNode claimOf(MatrixClient of) {
    ObjectNode body = Json.object();
    body.putObject("one_time_keys").putObject(of.userId()).put(of.deviceId(), "signed_curve25519");
    return body;
  }

  @Test
  void deviceKeysAreFoundByOthersWithTheDevicesName() {
    MatrixClient minji = register("keys-minji");
    MatrixClient junho = register("keys-junho");
    ObjectNode keys = deviceKeys(minji, new SigningKey());
    minji.post("/keys/upload", Json.object().set("device_keys", keys)).expect(200);
    JsonNode found =
        query(junho, minji).path("device_keys").path(minji.userId()).path(minji.deviceId());
    assertEquals(keys.path("keys"), found.path("keys"));
    assertEquals(keys.path("signatures"), found.path("signatures"));
  }

  @Test
  void aUsersDevicesLearnOfTheUsersNewKeysEvenWithoutARoom() {
    MatrixClient minji = register("keys-own-minji");
    String since = minji.get("/sync").expect(200).body().path("next_batch").stringValue();
    ObjectNode keys = deviceKeys(minji, new SigningKey());
    minji.post("/keys/upload", Json.object().set("device_keys", keys)).expect(200);
    JsonNode sync = minji.get("/sync?timeout=15000&since=" + since).expect(200).body();
    assertEquals(
        List.of(minji.userId()),
        sync.path("device_lists").path("changed").valueStream().map(JsonNode::asString).toList());
    String until = sync.path("next_batch").stringValue();
    JsonNode changes = minji.get("/keys/changes?from=" + since + "&to=" + until).expect(200).body();
    assertEquals(sync.path("device_lists").path("changed"), changes.path("changed"));
    assertFalse(minji.get("/sync?since=" + until).expect(200).body().has("device_lists"));
  }

  @Test
  void keysOfAnotherDeviceAreRefused() {
    MatrixClient minji = register("keys-other");
    ObjectNode keys = deviceKeys(minji, new SigningKey()).put("device_id", "SOMEBODYELSE");
    minji
        .post("/keys/upload", Json.object().set("device_keys", keys))
        .expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void aOneTimeKeyIsClaimedOnceAndThenTheFallbackKeyServes() {
    MatrixClient owner = register("keys-owner");
    ObjectNode body = Json.object();
    body.set("one_time_keys", oneTimeKeys(8));
    body.putObject("fallback_keys")
        .putObject("signed_curve25519:FB")
        .put("key", "fallback")
        .put("fallback", true)
        .putObject("signatures");
    JsonNode counts = owner.post("/keys/upload", body).expect(200).path("one_time_key_counts");
    assertEquals(8, counts.path("signed_curve25519").asInt());

    List<MatrixClient> claimers =
        IntStream.range(0, 4).mapToObj(i -> register("keys-claimer" + i)).toList();
    List<CompletableFuture<String>> claims =
        IntStream.range(0, 8)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> claimedName(claimers.get(i % 4), owner)))
            .toList();
    Set<String> names = new HashSet<>();
    claims.forEach(claim -> assertTrue(names.add(claim.join()), "claimed twice: " + names));
    assertEquals("signed_curve25519:FB", claimedName(claimers.getFirst(), owner));
    assertEquals("signed_curve25519:FB", claimedName(claimers.getLast(), owner));
  }

  /** The account gets the fallback key, and others still get one-time keys. */
  @Test
  void oneStrangerCannotUseUpTheOneTimeKeys(@TempDir Path other) {
    try (RunningServer limited =
        RunningServer.open(
            other, config -> config.with("limited", "true").with("limit-key-claims", "3/1h"))) {
      MatrixClient anyone = MatrixClient.anonymous(limited.url());
      MatrixClient owner = anyone.registerUser("owner");
      ObjectNode upload = Json.object();
      upload.set("one_time_keys", oneTimeKeys(10));
      upload
          .putObject("fallback_keys")
          .putObject("signed_curve25519:FB")
          .put("key", "fallback")
          .putObject("signatures");
      owner.post("/keys/upload", upload).expect(200);
      MatrixClient stranger = anyone.registerUser("stranger");
      Set<String> taken = new HashSet<>();
      for (int i = 0; i < 30; i++) {
        taken.add(claimedName(stranger, owner));
      }
      assertEquals(4, taken.size(), taken::toString);
      assertTrue(taken.contains("signed_curve25519:FB"), taken::toString);
      JsonNode left = owner.post("/keys/upload", Json.object()).expect(200).body();
      assertEquals(7, left.path("one_time_key_counts").path("signed_curve25519").asInt(0));
      MatrixClient friend = anyone.registerUser("friend");
      assertTrue(claimedName(friend, owner).startsWith("signed_curve25519:K"));
    }
  }

  @Test
  void aDeviceWithoutAFallbackKeyGivesAStrangerNoMore(@TempDir Path other) {
    try (RunningServer limited =
        RunningServer.open(
            other, config -> config.with("limited", "true").with("limit-key-claims", "1/1h"))) {
      MatrixClient anyone = MatrixClient.anonymous(limited.url());
      MatrixClient owner = anyone.registerUser("owner");
      owner.post("/keys/upload", Json.object().set("one_time_keys", oneTimeKeys(3))).expect(200);
      MatrixClient stranger = anyone.registerUser("stranger");
      claimedName(stranger, owner);
      JsonNode none = stranger.post("/keys/claim", claimOf(owner)).expect(200).body();
      assertEquals(Json.object(), none.path("one_time_keys"));
    }
  }

  private static String claimedName(MatrixClient claimer, MatrixClient owner) {
    return claimer
        .post("/keys/claim", claimOf(owner))
        .expect(200)
        .body()
        .path("one_time_keys")
        .path(owner.userId())
        .path(owner.deviceId())
        .propertyStream()
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  @Test
  void anotherKeyUnderTheSameNameIsRefusedAndTheSameOneIsNot() {
    MatrixClient owner = register("keys-same");
    ObjectNode body = Json.object().set("one_time_keys", oneTimeKeys(1));
    owner.post("/keys/upload", body).expect(200);
    owner.post("/keys/upload", body).expect(200);
    body.withObjectProperty("one_time_keys")
        .withObjectProperty("signed_curve25519:K0")
        .put("key", "another");
    owner.post("/keys/upload", body).expectError(400, "M_BAD_JSON");
  }

  @Test
  void signaturesOverOnesOwnDevicesAreForAllAndOverOthersForTheSigner() {
    MatrixClient minji = register("sign-minji");
    MatrixClient junho = register("sign-junho");
    MatrixClient third = register("sign-third");
    CrossSigner minjiKeys = CrossSigner.upload(minji);
    CrossSigner junhoKeys = CrossSigner.upload(junho);
    ObjectNode device = deviceKeys(minji, new SigningKey());
    minji.post("/keys/upload", Json.object().set("device_keys", device)).expect(200);

    ObjectNode signed = minjiKeys.selfSigning().sign(device.deepCopy(), minji.userId(), null);
    ObjectNode body = Json.object();
    body.putObject(minji.userId()).set(minji.deviceId(), signed);
    assertTrue(minji.post("/keys/signatures/upload", body).expect(200).path("failures").isEmpty());

    ObjectNode master =
        minjiKeys.userSigning().sign(junhoKeys.masterKey().deepCopy(), minji.userId(), null);
    body = Json.object();
    body.putObject(junho.userId()).set(junhoKeys.master().publicKey(), master);
    String since = minji.get("/sync").expect(200).body().path("next_batch").stringValue();
    assertTrue(minji.post("/keys/signatures/upload", body).expect(200).path("failures").isEmpty());
    JsonNode sync = minji.get("/sync?since=" + since).expect(200).body();
    assertTrue(
        sync.path("device_lists")
            .path("changed")
            .valueStream()
            .anyMatch(user -> user.asString().equals(junho.userId())),
        "whom the signer looks up again");

    String selfSigningName = "ed25519:" + minjiKeys.selfSigning().publicKey();
    String userSigningName = "ed25519:" + minjiKeys.userSigning().publicKey();
    assertTrue(
        query(third, minji)
            .path("device_keys")
            .path(minji.userId())
            .path(minji.deviceId())
            .path("signatures")
            .path(minji.userId())
            .has(selfSigningName));
    assertTrue(masterSignatures(minji, junho).path(minji.userId()).has(userSigningName));
    assertFalse(masterSignatures(third, junho).has(minji.userId()));
    assertTrue(query(minji, minji).path("user_signing_keys").has(minji.userId()));
    assertFalse(query(third, minji).path("user_signing_keys").has(minji.userId()));
  }

  private static JsonNode masterSignatures(MatrixClient asker, MatrixClient of) {
    return query(asker, of).path("master_keys").path(of.userId()).path("signatures");
  }

  @Test
  void aWrongSignatureIsNamedAsAFailure() {
    MatrixClient minji = register("sign-wrong");
    CrossSigner keys = CrossSigner.upload(minji);
    ObjectNode device = deviceKeys(minji, new SigningKey());
    minji.post("/keys/upload", Json.object().set("device_keys", device)).expect(200);
    ObjectNode signed = device.deepCopy();
    signed
        .withObjectProperty("signatures")
        .withObjectProperty(minji.userId())
        .put("ed25519:" + keys.selfSigning().publicKey(), "bm90IGEgc2lnbmF0dXJl");
    ObjectNode body = Json.object();
    body.putObject(minji.userId()).set(minji.deviceId(), signed);
    JsonNode failures = minji.post("/keys/signatures/upload", body).expect(200).path("failures");
    assertEquals(
        "M_INVALID_SIGNATURE",
        failures.path(minji.userId()).path(minji.deviceId()).path("errcode").asString());
  }

  @Test
  void crossSigningKeysThatTheMasterKeyDidNotSignAreRefused() {
    MatrixClient minji = register("sign-unsigned");
    SigningKey master = new SigningKey();
    ObjectNode body = Json.object();
    body.set("master_key", CrossSigner.key(minji.userId(), "master", master));
    body.set("self_signing_key", CrossSigner.key(minji.userId(), "self_signing", new SigningKey()));
    minji.post("/keys/device_signing/upload", body).expectError(400, "M_INVALID_SIGNATURE");
  }
}
