package org.bongsu.drill;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.json.Json;
import org.bongsu.korean.KoreanText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who sends, edits, reads, joins and leaves, one action at a time. A request that a site
 * does not answer is repeated at the next one, with the same transaction id and token.
 */
final class Person extends Actor {
  private static final int KEYS_LEFT_MAX = 200;
  private static final int KEYS_AT_ONCE = 10;

  /** The newest own messages, which may be edited. */
  private static final int REMEMBERED = 20;

  /** A message that can be edited. */
  private record Own(String room, String event) {}

  private final Account account;
  private final Client client;
  private final Rooms rooms;
  private final Generator generator;
  private final KoreanText korean;
  private final Deque<Own> own = new ArrayDeque<>();
  private List<Account> others = List.of();
  private long due = System.nanoTime();
  private long number;

  /**
   * The rooms of a person.
   *
   * @param rooms in which the person stays
   * @param visited a room that is joined and left again
   * @param host a member of {@code visited}
   */
  record Rooms(List<String> rooms, String visited, Account host) {}

  Person(
      String name,
      Account account,
      Client client,
      Rooms rooms,
      History history,
      Generator generator,
      long seed) {
    super(name, history);
    this.account = account;
    this.client = client;
    this.rooms = rooms;
    this.generator = generator;
    this.korean = new KoreanText(seed);
  }

  Account account() {
    return account;
  }

  Client client() {
    return client;
  }

  Rooms rooms() {
    return rooms;
  }

  void knows(List<Account> people) {
    others = List.copyOf(people);
  }

  @Override
  void act() throws InterruptedException {
    act(generator.next());
    // After a stall nothing is made up for: people do not write faster.
    due = Math.max(System.nanoTime(), due + generator.pauseNanos());
    while (!isStopped() && due - System.nanoTime() > 0) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private void act(Generator.Action action) throws InterruptedException {
    switch (action) {
      case SEND -> send();
      case EDIT -> edit();
      case RECEIPT -> receipt();
      case TO_DEVICE -> toDevice();
      case JOIN_AND_LEAVE -> joinAndLeave();
      case UPLOAD_KEYS -> uploadKeys();
      case CLAIM_KEY -> claimKey();
      case CHANGE_NAME -> changeName();
      case LOG_IN -> logIn();
    }
  }

  private void send() throws InterruptedException {
    String body = nextBody();
    send(rooms.rooms.get(generator.below(rooms.rooms.size())), body, text(body));
  }

  private void edit() throws InterruptedException {
    if (own.isEmpty()) {
      return;
    }
    Own one = own.peekFirst();
    String body = nextBody();
    ObjectNode content = text("* " + body);
    content.set("m.new_content", text(body));
    content.putObject("m.relates_to").put("rel_type", "m.replace").put("event_id", one.event);
    send(one.room, "* " + body, content);
  }

  /** Unlike any other message of the drill. */
  private String nextBody() {
    return "%s-%d %s".formatted(name(), ++number, korean.next());
  }

  private static ObjectNode text(String body) {
    return Json.object().put("msgtype", "m.text").put("body", body);
  }

  private void send(String room, String body, ObjectNode content) throws InterruptedException {
    String path = Account.room(room) + "/send/m.room.message/t" + number;
    String event = insist(Kind.SEND, room, body, account.ask("PUT", path, content), "event_id");
    if (!event.isEmpty()) {
      own.addLast(new Own(room, event));
      if (own.size() > REMEMBERED) {
        own.removeFirst();
      }
    }
  }

  private void receipt() throws InterruptedException {
    Own newest = own.peekLast();
    if (newest != null) {
      String path = Account.room(newest.room) + "/receipt/m.read/" + Http.encode(newest.event);
      insist(Kind.OTHER, "receipt", "", account.ask("POST", path, Json.object()), "");
    }
  }

  private void toDevice() throws InterruptedException {
    Account to = other();
    String id = name() + "-" + ++number;
    ObjectNode body = Json.object();
    body.putObject("messages").putObject(to.userId()).putObject(to.device()).put("id", id);
    Http.Ask ask = account.ask("PUT", "/sendToDevice/org.bongsu.drill/d" + number, body);
    insist(Kind.TO_DEVICE, to.userId(), id, ask, "");
  }

  private void joinAndLeave() throws InterruptedException {
    String register = Registers.membership(rooms.visited, account.userId());
    for (String change : List.of("join", "leave")) {
      String path = Account.room(rooms.visited) + "/" + change;
      insist(Kind.WRITE, register, change, account.ask("POST", path, Json.object()), "");
    }
  }

  /** As apps do, only if few are left: the number per device is limited. */
  private void uploadKeys() throws InterruptedException {
    if (keysLeft() >= KEYS_LEFT_MAX) {
      return;
    }
    ObjectNode body = Json.object();
    ObjectNode keys = body.putObject("one_time_keys");
    for (int i = 0; i < KEYS_AT_ONCE; i++) {
      String id = "%sx%d".formatted(name(), ++number);
      keys.putObject("signed_curve25519:" + id).put("key", id);
    }
    insist(Kind.OTHER, "keys", "", account.ask("POST", "/keys/upload", body), "");
  }

  /** An empty upload returns how many have not been claimed yet. */
  private int keysLeft() throws InterruptedException {
    try {
      Client.Reply reply = client.insist(account.ask("POST", "/keys/upload", Json.object()));
      JsonNode counts = reply.answer().body().path("one_time_key_counts");
      return counts.path("signed_curve25519").asInt(0);
    } catch (Client.Unanswered theDrillEnds) {
      return KEYS_LEFT_MAX;
    }
  }

  private void claimKey() throws InterruptedException {
    Account of = other();
    ObjectNode body = Json.object();
    body.putObject("one_time_keys").putObject(of.userId()).put(of.device(), "signed_curve25519");
    History.Invocation claim =
        history().invoke(Kind.CLAIM, name(), client.home().name(), of.userId(), "");
    try {
      Client.Reply reply = client.once(account.ask("POST", "/keys/claim", body));
      JsonNode keys = reply.answer().body().path("one_time_keys").path(of.userId());
      String key = String.join(" ", keys.path(of.device()).propertyNames());
      complete(claim, reply, "a claim", key);
    } catch (Client.Unanswered e) {
      claim.unknown();
    }
  }

  private void changeName() throws InterruptedException {
    String displayed = "%s %d".formatted(name(), ++number);
    String path = "/profile/" + Http.encode(account.userId()) + "/displayname";
    Http.Ask ask = account.ask("PUT", path, Json.object().put("displayname", displayed));
    insist(Kind.WRITE, Registers.name(account.userId()), displayed, ask, "");
  }

  private void logIn() throws InterruptedException {
    ObjectNode body = Json.object().put("type", "m.login.password");
    body.put("password", account.password());
    body.putObject("identifier").put("type", "m.id.user").put("user", account.userId());
    History.Invocation login =
        history().invoke(Kind.LOGIN, name(), client.home().name(), account.userId(), "");
    try {
      Client.Reply reply = client.once(account.ask("POST", "/login", body));
      complete(login, reply, "a login", reply.text("access_token"));
    } catch (Client.Unanswered e) {
      login.unknown();
    }
  }

  private Account other() {
    return others.get(generator.below(others.size()));
  }

  /**
   * Repeats a request until it is answered; returns a member of the answer, or an empty string if
   * it was refused.
   */
  private String insist(Kind kind, String subject, String value, Http.Ask ask, String member)
      throws InterruptedException {
    History.Invocation invoked =
        history().invoke(kind, name(), client.home().name(), subject, value);
    try {
      Client.Reply reply = client.insist(ask);
      if (!reply.isOk() && reply.repeated() && ask.method().equals("POST")) {
        invoked.unknown(); // it has no transaction id: the first attempt may have succeeded
        return "";
      }
      String result = reply.isOk() && !member.isEmpty() ? reply.text(member) : "";
      complete(invoked, reply, ask.method() + " " + ask.path(), result);
      return result;
    } catch (Client.Unanswered e) {
      invoked.unknown();
      return "";
    }
  }

  private void complete(
      History.Invocation invoked, Client.Reply reply, String what, String result) {
    if (reply.isOk()) {
      invoked.ok(reply.site(), result);
    } else {
      invoked.fail(reply.site(), reply.answer().toString());
      history()
          .unexplained(
              "%s of %s was answered with %s by site %s"
                  .formatted(what, name(), reply.answer(), reply.site()));
    }
  }
}
