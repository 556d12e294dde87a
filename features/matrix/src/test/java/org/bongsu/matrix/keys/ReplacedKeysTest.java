package org.bongsu.matrix.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A stolen token does not suffice to replace cross-signing keys: that requires the password. */
class ReplacedKeysTest {
  @Test
  void crossSigningKeysAreReplacedWithThePassword(@TempDir Path data) {
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient minji = MatrixClient.anonymous(server.url()).registerUser("minji");
      CrossSigner first = CrossSigner.upload(minji);
      ObjectNode same = Json.object();
      same.set("master_key", first.masterKey());
      minji.post("/keys/device_signing/upload", same).expect(200);

      SigningKey master = new SigningKey();
      ObjectNode other = Json.object();
      other.set("master_key", CrossSigner.key(minji.userId(), "master", master));
      Answer asked = minji.post("/keys/device_signing/upload", other).expect(401);
      assertEquals("m.login.password", asked.text("flows.0.stages.0"));
      assertEquals(first.master().publicKey(), masterOf(minji));
      ObjectNode wrong = other.deepCopy();
      ObjectNode auth = wrong.putObject("auth").put("type", "m.login.password");
      auth.put("session", asked.text("session")).put("user", "minji").put("password", "guess");
      minji.post("/keys/device_signing/upload", wrong).expectError(401, "M_FORBIDDEN");
      assertEquals(first.master().publicKey(), masterOf(minji));
      minji.postWithPassword("/keys/device_signing/upload", other).expect(200);
      assertEquals(master.publicKey(), masterOf(minji));
    }
  }

  private static String masterOf(MatrixClient client) {
    ObjectNode query = Json.object();
    query.putObject("device_keys").putArray(client.userId());
    return client
        .post("/keys/query", query)
        .expect(200)
        .path("master_keys")
        .path(client.userId())
        .path("keys")
        .iterator()
        .next()
        .asString("");
  }
}
