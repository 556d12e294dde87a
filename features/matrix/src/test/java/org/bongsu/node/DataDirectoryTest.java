package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.bongsu.contract.MatrixClient;
import org.bongsu.http.Gateway;
import org.bongsu.json.Json;
import org.bongsu.settings.Configuration;
import org.bongsu.store.StoreTooNew;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The data directory, and admin commands with a running and a stopped server. */
class DataDirectoryTest {
  @TempDir Path data;

  private Configuration config() {
    return Features.defaults(RunningServer.FEATURES)
        .with("data", data.toString())
        .with("port", "0");
  }

  private static Node start(Configuration config) throws IOException {
    return Node.start(config, RunningServer.FEATURES);
  }

  private static ObjectNode ask(Configuration config, ObjectNode question) throws IOException {
    return AdminClient.ask(config, RunningServer.FEATURES, question);
  }

  @Test
  void theServerNameIsRemembered() throws IOException {
    Configuration named = config().with("server-name", "club.example.org");
    try (Node node = start(named)) {
      assertTrue(node.isFirstStart());
      assertEquals("club.example.org", node.config().serverName());
    }
    try (Node node = start(config())) {
      assertFalse(node.isFirstStart());
      assertEquals("club.example.org", node.config().serverName());
    }
    Configuration other = config().with("server-name", "other.example.org");
    DataDirectory.Mismatch wrong = assertThrows(DataDirectory.Mismatch.class, () -> start(other));
    assertTrue(wrong.getMessage().contains("club.example.org"), wrong.getMessage());
  }

  /** Shards that have followed one log do not continue with another. */
  @Test
  void aSitesDirectoryIsNotServedAlone() throws IOException {
    DataDirectory.open(config(), DataDirectory.Engine.SITES).close();
    assertThrows(DataDirectory.Mismatch.class, () -> start(config()));
    assertThrows(
        DataDirectory.Mismatch.class, () -> ask(config(), AdminClient.question("list-users")));
  }

  @Test
  void oneProcessHasTheDirectory() throws IOException {
    try (Node node = start(config())) {
      assertThrows(DataDirectory.InUse.class, () -> start(config()));
      assertTrue(node.url().getPort() > 0);
    }
    start(config()).close();
  }

  @Test
  void aPortThatIsTakenLeavesNothingOpen(@TempDir Path other) throws IOException {
    try (Node node = start(config())) {
      Configuration same =
          config()
              .with("data", other.toString())
              .with("port", Integer.toString(node.url().getPort()));
      assertThrows(Gateway.PortTaken.class, () -> start(same));
      start(same.with("port", "0")).close();
    }
  }

  @Test
  void dataOfANewerVersionIsLeftAlone() throws Exception {
    start(config()).close();
    Path mark = data.resolve("bongsu.json");
    String before = Files.readString(mark);
    Files.writeString(mark, Json.text(Json.object(before).put("format", 99)));
    assertThrows(DataDirectory.Mismatch.class, () -> start(config()));
    Files.writeString(mark, before);
    Path shard = data.resolve("shards").resolve("000.db");
    try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shard);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    assertThrows(StoreTooNew.class, () -> start(config()));
  }

  @Test
  void secretsAreForTheOwnerOnly() throws IOException {
    Path kept = data.resolve("registration-secret");
    String secret;
    try (Node _ = start(config())) {
      secret = Files.readString(kept).strip();
      assertEquals(48, secret.length());
      for (String file : new String[] {"registration-secret", "operator.sock", "bongsu.json"}) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))),
            file);
      }
    }
    try (Node _ = start(config())) {
      assertEquals(secret, Files.readString(kept).strip());
    }
  }

  private ObjectNode ask(String what, String... members) throws IOException {
    ObjectNode question = AdminClient.question(what);
    for (int i = 0; i < members.length; i += 2) {
      question.put(members[i], members[i + 1]);
    }
    return ask(config(), question);
  }

  @Test
  void theOperatorIsServedWhetherTheServerRunsOrNot() throws IOException {
    ask("add-user", "name", "stopped", "password", "stopped pass", "display_name", "꺼진 봉화");
    try (Node node = start(config())) {
      ask("add-user", "name", "running", "password", "running pass");
      MatrixClient client = MatrixClient.anonymous(node.url());
      MatrixClient stopped = client.login("stopped", "stopped pass");
      assertEquals("꺼진 봉화", stopped.get("/profile/" + stopped.userId()).text("displayname"));
      MatrixClient running = client.login("running", "running pass");
      ask("reset-password", "name", "@running:localhost", "password", "x");
      running.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
      client.login("running", "x");
      ask("lock", "name", "stopped");
      stopped.get("/account/whoami").expectError(401, "M_USER_LOCKED");
      ask("deactivate", "name", "stopped");
      assertRefused("There is no account @stopped:localhost", "deactivate", "name", "stopped");
      assertRefused("taken", "add-user", "name", "stopped", "password", "again again");
      assertRefused("User names", "add-user", "name", "봉수", "password", "again again");
    }
    ObjectNode listed = ask("list-users");
    assertEquals("@running:localhost", listed.path("users").path(0).path("user_id").asString(""));
    assertTrue(listed.path("users").path(1).path("deactivated").booleanValue());
    assertEquals(1, ask("list-users", "after", "@running:localhost").path("users").size());
  }

  private void assertRefused(String why, String what, String... members) {
    AdminClient.Refused refused = assertThrows(AdminClient.Refused.class, () -> ask(what, members));
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  @Test
  void registrationTokensAreMadeListedAndEnded() throws IOException {
    String made = ask("add-token").path("token").asString("");
    assertEquals(16, made.length());
    ask("add-token", "token", "club-2026");
    assertRefused("There is a registration token", "add-token", "token", "club-2026");
    assertRefused("A registration token consists of", "add-token", "token", "a b");
    assertEquals(2, ask("list-tokens").path("tokens").size());
    ask("delete-token", "token", made);
    assertRefused("There is no such", "delete-token", "token", made);
    ObjectNode left = ask("list-tokens");
    assertEquals("club-2026", left.path("tokens").path(0).path("token").asString(""));
    assertTrue(left.path("tokens").path(0).path("valid").booleanValue());
  }

  @Test
  void onlyTheFirstStartGivesAnInvitation() throws IOException {
    try (Node node = start(config())) {
      String token = node.firstInvitation().orElseThrow().getQuery().replace("invite=", "");
      assertEquals(token, ask("list-tokens").path("tokens").path(0).path("token").asString(""));
      assertTrue(node.firstInvitation().isEmpty());
    }
    try (Node node = start(config())) {
      assertTrue(node.firstInvitation().isEmpty());
      assertEquals(1, ask("list-tokens").path("tokens").size());
    }
  }

  @Test
  void noInvitationIfRegistrationIsClosedOrAnAccountExists() throws IOException {
    try (Node node = start(config().with("registration", "closed"))) {
      assertTrue(node.firstInvitation().isEmpty());
      ask("add-user", "name", "bora", "password", "long enough");
    }
    try (Node node = start(config())) {
      assertTrue(node.firstInvitation().isEmpty());
    }
  }

  @Test
  void aDirectoryWithALongPathHasAChannelToo() throws IOException {
    data = data.resolve("x".repeat(120));
    try (Node node = start(config())) {
      ask("add-user", "name", "far", "password", "far pass");
      MatrixClient.anonymous(node.url()).login("far", "far pass");
    }
  }
}
