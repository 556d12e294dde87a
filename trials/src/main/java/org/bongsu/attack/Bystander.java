package org.bongsu.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bongsu.client.Http;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who sends, syncs, reads and uploads as people do, and a monitor that asks for health.
 */
final class Bystander {
  private static final long PACE_MILLIS = 200;
  private static final long UPLOAD_EVERY_MILLIS = 1_000;
  private static final byte[] NOTE = "장보기: 달걀, 두부, 파".getBytes(StandardCharsets.UTF_8);

  /** Longer than any answer should take: a person has given up before. */
  private static final Duration WITHIN = Duration.ofSeconds(10);

  /** One kind of request. */
  private interface Use {
    Http.Ask next();
  }

  private final Target server;
  private final Target.Account minji;
  private final String room;
  private volatile String since = "";
  private volatile int sent;

  private Bystander(Target server, Target.Account minji, String room) {
    this.server = server;
    this.minji = minji;
    this.room = room;
  }

  /** Somebody with an account and a room. */
  static Bystander settle(Target server) throws IOException, InterruptedException {
    Target.Account minji = server.register("minji");
    return new Bystander(server, minji, server.room(minji));
  }

  /** Uses the server for some time. */
  Reactions use(Duration time) throws InterruptedException {
    Reactions reactions = new Reactions();
    long untilNanos = System.nanoTime() + time.toNanos();
    List<Thread> threads =
        List.of(
            start(this::send, PACE_MILLIS, reactions, untilNanos),
            start(this::sync, PACE_MILLIS, reactions, untilNanos),
            start(this::read, PACE_MILLIS, reactions, untilNanos),
            start(this::upload, UPLOAD_EVERY_MILLIS, reactions, untilNanos),
            start(Bystander::health, PACE_MILLIS, reactions, untilNanos));
    for (Thread thread : threads) {
      thread.join();
    }
    return reactions;
  }

  private Thread start(Use use, long everyMillis, Reactions reactions, long untilNanos) {
    return Thread.startVirtualThread(() -> repeat(use, everyMillis, reactions, untilNanos));
  }

  private void repeat(Use use, long everyMillis, Reactions reactions, long untilNanos) {
    try {
      while (System.nanoTime() - untilNanos < 0) {
        long begun = System.nanoTime();
        ask(use.next(), reactions, begun);
        long left = everyMillis - (System.nanoTime() - begun) / 1_000_000;
        Thread.sleep(Math.max(0, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Http.Ask ask, Reactions reactions, long begun) throws InterruptedException {
    String what = ask.method() + " " + ask.path().replaceFirst("\\?.*", "");
    try {
      Http.Answer answer = server.ask(ask.within(WITHIN));
      if (answer.isOk()) {
        reactions.took(System.nanoTime() - begun);
        note(answer);
      } else {
        reactions.failed(what + ": " + answer);
      }
    } catch (IOException e) {
      reactions.failed(what + ": " + e);
    }
  }

  private void note(Http.Answer answer) {
    JsonNode body = answer.body();
    if (body.has("next_batch")) {
      since = body.path("next_batch").stringValue("");
    }
  }

  private Http.Ask send() {
    return Target.message(minji, room, "t" + sent++, "오늘 저녁에 모여요");
  }

  private Http.Ask sync() {
    String from = since.isEmpty() ? "" : "&since=" + since;
    return Http.Ask.json("GET", Http.CLIENT + "/sync?timeout=0" + from, minji.token(), null);
  }

  private Http.Ask read() {
    String path = "%s/rooms/%s/messages?dir=b&limit=20".formatted(Http.CLIENT, room);
    return Http.Ask.json("GET", path, minji.token(), null);
  }

  private Http.Ask upload() {
    return Target.upload(minji, "text/plain", NOTE);
  }

  private static Http.Ask health() {
    return Http.Ask.json("GET", "/_bongsu/health/ready", null, null);
  }
}
