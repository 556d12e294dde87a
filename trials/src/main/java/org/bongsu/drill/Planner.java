package org.bongsu.drill;

import java.time.Duration;
import java.util.SplittableRandom;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/** Somebody who sends delayed messages (MSC4140) to their own room and cancels some of them. */
final class Planner extends Actor {
  private static final int DELAY_MILLIS_MIN = 500;
  private static final int DELAY_MILLIS_MAX = 8_000;
  private static final int CANCELLED_PERCENT = 30;
  private static final long PAUSE_MILLIS = 250;
  private static final long LOOK_MILLIS = 200;
  private static final String DELAYED =
      "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

  private final Account account;
  private final String room;
  private final Client client;
  private final SplittableRandom random;
  private long number;

  Planner(String name, Account account, String room, Client client, History history, long seed) {
    super(name, history);
    this.account = account;
    this.room = room;
    this.client = client;
    this.random = new SplittableRandom(seed);
  }

  Account account() {
    return account;
  }

  String room() {
    return room;
  }

  Client client() {
    return client;
  }

  @Override
  void act() throws Client.Unanswered, InterruptedException {
    String body = "%s-%d 나중에".formatted(name(), ++number);
    String delayId = schedule(body);
    Thread.sleep(PAUSE_MILLIS);
    if (!delayId.isEmpty() && random.nextInt(100) < CANCELLED_PERCENT) {
      Thread.sleep(random.nextLong(PAUSE_MILLIS));
      cancel(body, delayId);
    }
  }

  private String schedule(String body) throws Client.Unanswered, InterruptedException {
    long delay = random.nextLong(DELAY_MILLIS_MIN, DELAY_MILLIS_MAX);
    String path =
        "%s/send/m.room.message/t%d?org.matrix.msc4140.delay=%d"
            .formatted(Account.room(room), number, delay);
    JsonNode content = Json.object().put("msgtype", "m.text").put("body", body);
    return ask(Kind.SCHEDULE, body, account.ask("PUT", path, content), "delay_id");
  }

  private void cancel(String body, String delayId) throws Client.Unanswered, InterruptedException {
    Http.Ask ask =
        Http.Ask.json(
            "POST",
            DELAYED + "/" + Http.encode(delayId),
            account.token(),
            Json.object().put("action", "cancel"));
    ask(Kind.CANCEL, body, ask, "");
  }

  private String ask(Kind kind, String body, Http.Ask ask, String member)
      throws Client.Unanswered, InterruptedException {
    History.Invocation invoked = history().invoke(kind, name(), client.home().name(), room, body);
    try {
      Client.Reply reply = client.insist(ask);
      String result = reply.isOk() && !member.isEmpty() ? reply.text(member) : "";
      if (reply.isOk()) {
        invoked.ok(reply.site(), result);
      } else if (kind == Kind.CANCEL && reply.repeated()) {
        invoked.unknown(); // the first attempt may have cancelled it
      } else {
        invoked.fail(reply.site(), reply.answer().toString());
        if (kind == Kind.SCHEDULE || reply.answer().status() != 404) {
          history().unexplained("%s was answered with %s".formatted(kind, reply.answer()));
        }
      }
      return result;
    } catch (Client.Unanswered ended) {
      invoked.unknown();
      throw ended;
    }
  }

  /** A question for the delayed messages that are pending: {@code delayed_events} of the answer. */
  static Http.Ask pending(Account as) {
    return Http.Ask.json("GET", DELAYED, as.token(), null);
  }

  /** Waits until no delayed message is pending; false if one still is. */
  boolean hasEnded(Duration within) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    Http.Ask ask = pending(account);
    try {
      while (!client.insist(ask).answer().body().path("delayed_events").isEmpty()) {
        if (System.nanoTime() - until > 0) {
          return false;
        }
        Thread.sleep(LOOK_MILLIS);
      }
      return true;
    } catch (Client.Unanswered theDrillEnds) {
      return false;
    }
  }
}
