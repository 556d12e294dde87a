package org.bongsu.matrix.keys;

import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The cross-signing keys of a user, uploaded. */
record CrossSigner(
    SigningKey master, SigningKey selfSigning, SigningKey userSigning, ObjectNode masterKey) {

  static CrossSigner upload(MatrixClient client) {
    SigningKey master = new SigningKey();
    SigningKey selfSigning = new SigningKey();
    SigningKey userSigning = new SigningKey();
    String user = client.userId();
    ObjectNode masterKey = key(user, "master", master);
    ObjectNode body = Json.object();
    body.set("master_key", masterKey);
    body.set("self_signing_key", master.sign(key(user, "self_signing", selfSigning), user, null));
    body.set("user_signing_key", master.sign(key(user, "user_signing", userSigning), user, null));
    client.post("/keys/device_signing/upload", body).expect(200);
    return new CrossSigner(master, selfSigning, userSigning, masterKey);
  }

  static ObjectNode key(String userId, String usage, SigningKey key) {
    ObjectNode body = Json.object().put("user_id", userId);
    body.putArray("usage").add(usage);
    body.putObject("keys").put("ed25519:" + key.publicKey(), key.publicKey());
    return body;
  }
}
