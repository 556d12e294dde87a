package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.bongsu.settings.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who guesses passwords or names at a real server, and those who have the right one. The
 * tests are the trusted proxy, which says where its clients are.
 */
class PasswordAttemptsTest {
  private static final String GUESSER = "203.0.113.9";
  private static final String HOME = "198.51.100.7";
  private static final String ELSEWHERE = "198.51.100.99";

  @TempDir Path data;

  private RunningServer open(UnaryOperator<Configuration> change) {
    return RunningServer.open(
        data,
        config ->
            change.apply(
                config
                    .with("limited", "true")
                    .with("trusted-proxies", "127.0.0.1")
                    .with("password-delay-max", "1h")));
  }

  private static Answer post(MatrixClient client, String from, String path, Object body) {
    return client.request("POST", path, body, Map.of("X-Forwarded-For", from));
  }

  private static Answer login(MatrixClient client, String from, String user, String password) {
    return post(
        client,
        from,
        "/login",
        Map.of("type", "m.login.password", "user", user, "password", password));
  }

  private static ObjectNode withPassword(String user, String password) {
    ObjectNode body = Json.object();
    ObjectNode auth = body.putObject("auth").put("type", "m.login.password");
    auth.put("password", password)
        .putObject("identifier")
        .put("type", "m.id.user")
        .put("user", user);
    return body;
  }

  private static void assertWaits(Answer refused) {
    refused.expectError(429, "M_LIMIT_EXCEEDED");
    long millis = refused.path("retry_after_ms").longValue();
    assertEquals((millis + 999) / 1000, Long.parseLong(refused.header("retry-after")));
  }

  /** The attack: 504 guesses in 15 s at operations that are not the login. */
  @Test
  void everyOperationThatTakesAPasswordCounts() {
    try (RunningServer server = open(config -> config)) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      MatrixClient bora = anyone.registerUser("bora");
      List<String> paths = List.of("/account/deactivate", "/account/password");
      for (int i = 0; i < 5; i++) {
        post(anyone, GUESSER, paths.get(i % 2), withPassword("bora", "guess " + i))
            .expectError(401, "M_FORBIDDEN");
      }
      for (String path : paths) {
        assertWaits(post(anyone, GUESSER, path, withPassword("bora", "password of bora")));
      }
      assertWaits(login(anyone, GUESSER, "bora", "password of bora"));
      // With a stolen token: the device is counted.
      paths = List.of("/account/deactivate", "/delete_devices", "/account/password");
      for (int i = 0; i < 5; i++) {
        ObjectNode body = withPassword("bora", "guess " + i);
        body.putArray("devices").add("X");
        post(bora, GUESSER, paths.get(i % 3), body).expectError(401, "M_FORBIDDEN");
      }
      assertWaits(
          post(bora, GUESSER, "/account/deactivate", withPassword("bora", "password of bora")));
    }
  }

  @Test
  void oneAddressCannotTryOnePasswordWithManyAccounts() {
    try (RunningServer server = open(config -> config.with("limit-guesses", "20/1h"))) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      anyone.registerUser("bora");
      for (int i = 0; i < 20; i++) {
        post(anyone, GUESSER, "/account/deactivate", withPassword("user" + i, "Seoul2022!"))
            .expectError(401, "M_FORBIDDEN");
      }
      assertWaits(
          post(anyone, GUESSER, "/account/deactivate", withPassword("bora", "password of bora")));
      login(anyone, ELSEWHERE, "bora", "password of bora").expect(200);
    }
  }

  @Test
  void guessesDelayOnlyTheirOwnAddress() {
    try (RunningServer server = open(config -> config)) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      anyone.registerUser("bora");
      for (int i = 0; i < 40; i++) {
        login(anyone, GUESSER, "bora", "guess " + i);
      }
      assertWaits(login(anyone, GUESSER, "bora", "password of bora"));
      login(anyone, ELSEWHERE, "bora", "password of bora").expect(200);
    }
  }

  /** Guesses come from many addresses, until the account is closed for new ones. */
  @Test
  void knownClientsAreLetThrough() throws InterruptedException {
    try (RunningServer server =
        open(config ->
            config.with("limit-login-failures", "10/1h").with("limit-registrations", "9/1h"))) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      MatrixClient bora = anyone.registerUser("bora");
      useAt(bora, HOME);
      for (int i = 0; i < 12; i++) {
        login(anyone, "203.0.113." + i, "bora", "guess");
      }
      assertWaits(login(anyone, ELSEWHERE, "bora", "password of bora"));
      login(anyone, HOME, "bora", "password of bora").expect(200);
      // Its device can be anywhere.
      ObjectNode change =
          withPassword("bora", "password of bora").put("new_password", "another one of bora");
      post(bora, ELSEWHERE, "/account/password", change).expect(200);
    }
  }

  /** A client that uses an account at an address, until the server has noted that. */
  private static void useAt(MatrixClient client, String address) throws InterruptedException {
    String whois = "/admin/whois/" + client.userId();
    for (int i = 0; i < 100; i++) {
      Answer seen =
          client.request("GET", whois, null, Map.of("X-Forwarded-For", address)).expect(200);
      if (seen.body().toString().contains(address)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the address was not noted");
  }

  @Test
  void anotherSpellingOfAnAddressIsNoOtherClient() {
    try (RunningServer server = open(config -> config)) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      anyone.registerUser("bora");
      for (int i = 0; i < 5; i++) { // an IPv6 client has 2^64 addresses
        login(anyone, "2001:db8:1:2::" + i, "bora", "guess").expectError(403, "M_FORBIDDEN");
      }
      assertWaits(login(anyone, "2001:db8:1:2:3:4:5:6", "bora", "password of bora"));
      login(anyone, "2001:db8:1:3::1", "bora", "password of bora").expect(200);
    }
  }

  @Test
  void namesAreLookedUpAtALimitedRate() {
    try (RunningServer server = open(config -> config.with("limit-lookups", "10/1h"))) {
      MatrixClient anyone = MatrixClient.anonymous(server.url());
      for (int i = 0; i < 5; i++) {
        Map<String, Object> body = new HashMap<>(Map.of("username", "name" + i));
        post(anyone, GUESSER, "/register", body).expect(401);
        anyone
            .request(
                "GET",
                "/register/available?username=other" + i,
                null,
                Map.of("X-Forwarded-For", GUESSER))
            .expect(200);
      }
      assertWaits(post(anyone, GUESSER, "/register", Map.of("username", "bora")));
      assertTrue(post(anyone, ELSEWHERE, "/register", Map.of("username", "bora")).status() == 401);
    }
  }
}
