package org.bongsu.crash;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who sends, reads, joins and leaves, logs in, uploads keys and claims others' keys. A
 * request without an answer is repeated, with the same transaction id, until it is answered.
 */
final class Person implements Runnable {
  private static final long PAUSE_MILLIS = 50;

  private final int index;
  private final String userId;
  private final String password;
  private final String token;
  private final String device;
  private final List<String> rooms;
  private final String visited;
  private final KilledServer server;
  private final Ledger ledger;
  private final SplittableRandom random;
  private List<Person> others = List.of();
  private volatile boolean stopped;
  private long messages;
  private long keys;

  /**
   * A person with an account.
   *
   * @param rooms in which this person stays
   * @param visited a room that this person joins and leaves
   */
  Person(int index, Account account, List<String> rooms, String visited, Trial trial, long seed) {
    this.index = index;
    this.userId = account.userId();
    this.password = account.password();
    this.token = account.token();
    this.device = account.device();
    this.rooms = rooms;
    this.visited = visited;
    this.server = trial.server();
    this.ledger = trial.ledger();
    this.random = new SplittableRandom(seed);
  }

  /** An account and its first device. */
  record Account(String userId, String password, String token, String device) {}

  /** What all people of a trial share. */
  record Trial(KilledServer server, Ledger ledger) {}

  String userId() {
    return userId;
  }

  String token() {
    return token;
  }

  void knows(List<Person> people) {
    others = List.copyOf(people);
  }

  /** Ends after the current action has been answered. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        act();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      ledger.unexplained(userId + " met " + e);
    }
  }

  private void act() throws InterruptedException {
    int kind = random.nextInt(100);
    if (kind < 78) {
      send();
    } else if (kind < 84) {
      joinAndLeave();
    } else if (kind < 90) {
      uploadKeys();
    } else if (kind < 98) {
      claimKey();
    } else {
      logIn();
    }
  }

  private void send() throws InterruptedException {
    String room = rooms.get(random.nextInt(rooms.size()));
    long number = ++messages;
    ObjectNode content = Json.object().put("msgtype", "m.text").put("body", body(index, number));
    String path =
        "%s/rooms/%s/send/m.room.message/t%d".formatted(Http.CLIENT, Http.encode(room), number);
    Insisted sent = insist("PUT", path, content);
    String eventId = sent.answer.text("event_id");
    if (!sent.answer.isOk() || eventId.isEmpty()) {
      ledger.unexplained("a message was answered with " + sent.answer);
      return;
    }
    ledger.sent(new Ledger.Sent(room, index, number, eventId, sent.attempts));
    if (random.nextInt(4) == 0) {
      String receipt =
          "%s/rooms/%s/receipt/m.read/%s"
              .formatted(Http.CLIENT, Http.encode(room), Http.encode(eventId));
      expectOk("a receipt", insist("POST", receipt, Json.object()));
      ledger.receipts.incrementAndGet();
    }
  }

  /** The text of a message; {@link Judge} recognises sender and number by it. */
  static String body(int sender, long number) {
    return "봉화 " + sender + " " + number;
  }

  private void joinAndLeave() throws InterruptedException {
    String room = Http.CLIENT + "/rooms/" + Http.encode(visited);
    expectOk("a join", insist("POST", room + "/join", Json.object()));
    ledger.joins.incrementAndGet();
    expectOk("a leave", insist("POST", room + "/leave", Json.object()));
  }

  private void uploadKeys() throws InterruptedException {
    ObjectNode body = Json.object();
    ObjectNode some = body.putObject("one_time_keys");
    for (int i = 0; i < 5; i++) {
      some.putObject("signed_curve25519:K" + index + "x" + ++keys).put("key", "k" + keys);
    }
    expectOk("an upload of keys", insist("POST", Http.CLIENT + "/keys/upload", body));
  }

  private void claimKey() throws InterruptedException {
    Person other = others.get(random.nextInt(others.size()));
    ObjectNode body = Json.object();
    body.putObject("one_time_keys").putObject(other.userId).put(other.device, "signed_curve25519");
    Insisted claimed = insist("POST", Http.CLIENT + "/keys/claim", body);
    expectOk("a claim of a key", claimed);
    JsonNode given = claimed.answer.body().path("one_time_keys").path(other.userId);
    for (String key : given.path(other.device).propertyNames()) {
      ledger.claimed(other.userId + " " + key);
    }
  }

  private void logIn() throws InterruptedException {
    ObjectNode body = Json.object().put("type", "m.login.password").put("password", password);
    body.putObject("identifier").put("type", "m.id.user").put("user", userId);
    Insisted loggedIn = insist("POST", Http.CLIENT + "/login", body);
    expectOk("a login", loggedIn);
    ledger.loggedIn(loggedIn.answer.text("access_token"));
  }

  private void expectOk(String what, Insisted insisted) {
    if (!insisted.answer.isOk()) {
      ledger.unexplained(what + " was answered with " + insisted.answer);
    }
  }

  private record Insisted(Http.Answer answer, int attempts) {}

  /** Repeats a request until the answer is not an outage. */
  private Insisted insist(String method, String path, @Nullable JsonNode body)
      throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        Http.Answer answer = server.ask(method, path, token, body);
        if (answer.status() < 500 && answer.status() != 429) {
          return new Insisted(answer, attempts);
        }
        if (answer.status() != 503 && answer.status() != 429) {
          ledger.unexplained(method + " " + path + " was answered with " + answer);
        }
      } catch (IOException gone) {
        ledger.retries.incrementAndGet();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
