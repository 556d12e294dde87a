package org.bongsu.matrix.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client asks before it logs in. */
class DiscoveryTest {
  @Test
  void withoutAPublicUrlTheRequestsAddressIsUsed(@TempDir Path data) {
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient client = MatrixClient.anonymous(server.url());
      assertEquals(
          server.url().toString(),
          client.get("/.well-known/matrix/client").expect(200).text("/m.homeserver/base_url"));
      // A header that only a proxy may set is ignored.
      assertEquals(
          server.url().toString(),
          client
              .request(
                  "GET", "/.well-known/matrix/client", null, Map.of("X-Forwarded-Proto", "https"))
              .text("/m.homeserver/base_url"));
      client.get("/.well-known/matrix/support").expectError(404, "M_NOT_FOUND");
      client.get("/_matrix/client/v1/auth_metadata").expectError(404, "M_UNRECOGNIZED");
      Answer versions = client.get("/_matrix/client/versions").expect(200);
      assertEquals("v1.1", versions.text("versions.0"));
      assertTrue(versions.path("unstable_features").isObject());
    }
  }

  @Test
  void aTrustedProxySaysThatItsClientIsEncrypted(@TempDir Path data) {
    try (RunningServer server =
        RunningServer.open(data, config -> config.with("trusted-proxies", "127.0.0.0/8"))) {
      assertEquals(
          server.url().toString().replace("http:", "https:"),
          MatrixClient.anonymous(server.url())
              .request(
                  "GET", "/.well-known/matrix/client", null, Map.of("X-Forwarded-Proto", "https"))
              .text("/m.homeserver/base_url"));
    }
  }

  @Test
  void theConfiguredAddressAndSupportContactAreAnswered(@TempDir Path data) {
    try (RunningServer server =
        RunningServer.open(
            data,
            config ->
                config
                    .with("public-url", "https://chat.example.org/")
                    .with("status-page", "https://status.example.org/chat")
                    .with("support-email", "help@example.org")
                    .with("support-page", "https://example.org/help"))) {
      MatrixClient client = MatrixClient.anonymous(server.url());
      assertEquals(
          "https://chat.example.org",
          client.get("/.well-known/matrix/client").expect(200).text("/m.homeserver/base_url"));
      assertEquals(
          "https://status.example.org/chat/",
          client.get("/.well-known/matrix/client").expect(200).text("/org.bongsu.status/url"));
      Answer support = client.get("/.well-known/matrix/support").expect(200);
      assertEquals("help@example.org", support.text("contacts.0.email_address"));
      assertEquals("https://example.org/help", support.text("support_page"));
      client.registerUser("bora");
      Answer login =
          client.post(
              "/login",
              Map.of("type", "m.login.password", "user", "bora", "password", "password of bora"));
      assertEquals(
          "https://chat.example.org", login.expect(200).text("/well_known/m.homeserver/base_url"));
    }
  }

  @Test
  void capabilitiesAreListed(@TempDir Path data) {
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient client = MatrixClient.anonymous(server.url());
      client.get("/capabilities").expectError(401, "M_MISSING_TOKEN");
      Answer answer = client.registerUser("bora").get("/capabilities").expect(200);
      assertEquals("11", answer.text("/capabilities/m.room_versions/default"));
      assertEquals("stable", answer.text("/capabilities/m.room_versions/available/12"));
      assertTrue(answer.path("/capabilities/m.change_password/enabled").booleanValue());
      assertFalse(answer.path("/capabilities/m.3pid_changes/enabled").booleanValue());
      assertFalse(answer.path("/capabilities/m.get_login_token/enabled").booleanValue());
      assertTrue(answer.path("/capabilities/m.account_moderation").isMissingNode());
    }
  }
}
