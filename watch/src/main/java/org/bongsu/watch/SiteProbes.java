package org.bongsu.watch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.bongsu.json.Json;
import org.bongsu.watch.ProbeAccount.Message;
import org.bongsu.watch.SiteClient.Deadline;
import org.bongsu.watch.SiteClient.Failed;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The probes of one site. A check asks first whether the site answers at all. Then each service is
 * probed: briefly, which leaves nothing behind, or thoroughly, which signs in with the password,
 * sends a message and uploads a photo.
 */
final class SiteProbes {
  /** A site that takes longer for a question about nothing does not answer. */
  static final Duration ANSWER_WITHIN = Duration.ofMillis(2500);

  /** A service that takes longer does not work. */
  static final Duration SERVICE_WITHIN = Duration.ofSeconds(3);

  /** A service that takes longer is slow. */
  static final Duration SLOW_AFTER = Duration.ofMillis(1500);

  private static final String CLIENT = "/_matrix/client/v3";
  private static final int MESSAGES_SEEN_MAX = 50;
  private static final int PHOTO_PIXELS = 8;
  private static final int SEARCH_AGAIN_MILLIS = 200;

  /** A probe of a service. */
  private interface Work {
    void run(Deadline deadline) throws Failed, InterruptedException;
  }

  private final String site;
  private final SiteClient client;
  private final ProbeAccount account;
  private final List<Service> services;

  /** One sync at a time. */
  private final ReentrantLock syncing = new ReentrantLock();

  private final Map<String, Long> seenNumbers = new HashMap<>();
  private final Deque<String> seenMessages = new ArrayDeque<>();
  private @Nullable String since;

  SiteProbes(String site, SiteClient client, ProbeAccount account, List<Service> services) {
    this.site = site;
    this.client = client;
    this.account = account;
    this.services = List.copyOf(services);
  }

  /** Checks the site; returns when all results have been passed on. */
  void check(boolean thoroughly, Consumer<ProbeResult> results) throws InterruptedException {
    Moment begun = Moment.now();
    try {
      client.get("/_matrix/client/versions", null, Deadline.in(ANSWER_WITHIN));
    } catch (Failed e) {
      Duration took = Moment.now().since(begun);
      for (Service service : services) {
        results.accept(
            new ProbeResult(new Probe(site, service), begun, Health.DOWN, took, message(e)));
      }
      return;
    }
    if (account.token(site) == null) {
      getToken();
    }
    List<Thread> probes =
        services.stream()
            .map(service ->
                Thread.startVirtualThread(() -> probe(service, thoroughly, begun, results)))
            .toList();
    for (Thread probe : probes) {
      probe.join();
    }
  }

  private void probe(
      Service service, boolean thoroughly, Moment checkBegun, Consumer<ProbeResult> results) {
    Work work =
        switch (service) {
          case SIGN_IN -> deadline -> signIn(thoroughly, deadline);
          case TEXT -> deadline -> text(thoroughly, deadline);
          case PHOTO -> deadline -> photo(thoroughly, deadline);
          case SEARCH -> this::search;
        };
    if (service != Service.SIGN_IN && account.token(site) == null) {
      return; // nothing is known about it without being signed in
    }
    Moment begun = Moment.now();
    String detail = "";
    try {
      work.run(Deadline.in(SERVICE_WITHIN));
    } catch (Failed e) {
      if (e.isRateLimit()) {
        return;
      }
      detail = message(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Duration took = Moment.now().since(begun);
    Health health =
        !detail.isEmpty()
            ? Health.DOWN
            : took.compareTo(SLOW_AFTER) >= 0 ? Health.SLOW : Health.WORKS;
    results.accept(new ProbeResult(new Probe(site, service), checkBegun, health, took, detail));
  }

  private static String message(Failed failure) {
    return Objects.requireNonNullElse(failure.getMessage(), "failed");
  }

  /** An authenticated request. */
  private JsonNode ask(String method, String path, @Nullable JsonNode body, Deadline deadline)
      throws Failed, InterruptedException {
    String token = Objects.requireNonNullElse(account.token(site), "");
    try {
      return body == null
          ? client.get(path, token, deadline)
          : client.send(method, path, token, body, deadline);
    } catch (Failed e) {
      if (e.isSignedOut()) {
        account.signedOut(site, token);
      }
      throw e;
    }
  }

  /** A token for the other probes; if there is none, signing in fails, too, and says why. */
  private void getToken() throws InterruptedException {
    try {
      account.signedIn(site, signIn(account.device(site), Deadline.in(SERVICE_WITHIN)));
    } catch (Failed e) {
      // Said by the probe of signing in.
    }
  }

  /** Thoroughly, with a device of its own: signing in again ends the token that a device had. */
  private void signIn(boolean thoroughly, Deadline deadline) throws Failed, InterruptedException {
    if (thoroughly || account.token(site) == null) {
      signIn(account.device(site) + "-sign-in", deadline);
    } else {
      ask("GET", CLIENT + "/account/whoami", null, deadline);
    }
  }

  private String signIn(String device, Deadline deadline) throws Failed, InterruptedException {
    ObjectNode body =
        Json.object()
            .put("type", "m.login.password")
            .put("password", account.password())
            .put("device_id", device)
            .put("initial_device_display_name", "Status watcher");
    body.putObject("identifier").put("type", "m.id.user").put("user", account.user());
    return client
        .send("POST", CLIENT + "/login", null, body, deadline)
        .path("access_token")
        .asString("");
  }

  /** What was written through any site, now or before, is seen here. */
  private void text(boolean thoroughly, Deadline deadline) throws Failed, InterruptedException {
    String room = room(deadline);
    if (thoroughly || account.message() == null) {
      send(room, deadline);
    }
    Message message = account.message();
    Map<String, Long> expected = account.acknowledged();
    long number = account.nextNumber();
    ask(
        "PUT",
        CLIENT
            + "/user/%s/account_data/%s"
                .formatted(SiteClient.encode(account.user()), account.dataType(site)),
        Json.object().put("number", number),
        deadline);
    account.acknowledged(site, number);
    expected.put(site, number);
    syncing.lock();
    try {
      while (!hasSeen(expected, message)) {
        if (deadline.isOver()) {
          throw new Failed("what another site has acknowledged is not shown", 0);
        }
        sync(room, deadline);
      }
    } finally {
      syncing.unlock();
    }
  }

  private String room(Deadline deadline) throws Failed, InterruptedException {
    synchronized (account) {
      String room = account.room();
      if (room == null) {
        ObjectNode body = Json.object().put("preset", "private_chat").put("name", "Status watcher");
        room = ask("POST", CLIENT + "/createRoom", body, deadline).path("room_id").asString("");
        account.room(room);
      }
      return room;
    }
  }

  private void send(String room, Deadline deadline) throws Failed, InterruptedException {
    String word = "w" + Long.toHexString(account.nextNumber());
    ObjectNode body = Json.object().put("msgtype", "m.text").put("body", "봉수 " + word);
    String path =
        CLIENT + "/rooms/%s/send/m.room.message/%s".formatted(SiteClient.encode(room), word + site);
    String id = ask("PUT", path, body, deadline).path("event_id").asString("");
    account.message(new Message(id, word));
  }

  private boolean hasSeen(Map<String, Long> expected, @Nullable Message message) {
    return expected.entrySet().stream()
            .allMatch(one -> seenNumbers.getOrDefault(one.getKey(), 0L) >= one.getValue())
        && (message == null || seenMessages.contains(message.eventId()));
  }

  private void sync(String room, Deadline deadline) throws Failed, InterruptedException {
    String from = since;
    JsonNode answer =
        ask(
            "GET",
            CLIENT
                + "/sync?filter=%s&timeout=%d%s"
                    .formatted(
                        SiteClient.encode(Json.text(filter(room))),
                        from == null ? 0 : deadline.left().toMillis(),
                        from == null ? "" : "&since=" + SiteClient.encode(from)),
            null,
            deadline);
    since = answer.path("next_batch").asString(null);
    String prefix = account.dataType("");
    for (JsonNode event : answer.path("account_data").path("events")) {
      String type = event.path("type").asString("");
      if (type.startsWith(prefix)) {
        seenNumbers.merge(
            type.substring(prefix.length()),
            event.path("content").path("number").asLong(0),
            Math::max);
      }
    }
    for (JsonNode event :
        answer.path("rooms").path("join").path(room).path("timeline").path("events")) {
      seenMessages.addLast(event.path("event_id").asString(""));
      if (seenMessages.size() > MESSAGES_SEEN_MAX) {
        seenMessages.removeFirst();
      }
    }
  }

  private ObjectNode filter(String room) {
    ObjectNode filter = Json.object();
    filter.putObject("presence").putArray("types");
    filter.putObject("account_data").putArray("types").add(account.dataType("*"));
    ObjectNode rooms = filter.putObject("room");
    rooms.putArray("rooms").add(room);
    for (String kind : List.of("state", "ephemeral", "account_data")) {
      rooms.putObject(kind).putArray("types");
    }
    rooms.putObject("timeline").put("limit", 10).putArray("types").add("m.room.message");
    return filter;
  }

  /** The newest photo, which another site may have received, can be downloaded here. */
  private void photo(boolean thoroughly, Deadline deadline) throws Failed, InterruptedException {
    String token = Objects.requireNonNullElse(account.token(site), "");
    String photo = account.photo();
    if (thoroughly || photo == null) {
      byte[] answer =
          client.send(
              "POST",
              "/_matrix/media/v3/upload?filename=watch.png",
              token,
              "image/png",
              randomPhoto(),
              deadline);
      photo = SiteClient.json(answer).path("content_uri").asString("");
      account.photo(photo);
    }
    byte[] content =
        client.send(
            "GET",
            "/_matrix/client/v1/media/download/" + photo.replaceFirst("^mxc://", ""),
            token,
            "",
            new byte[0],
            deadline);
    if (content.length < 4 || content[1] != 'P' || content[2] != 'N' || content[3] != 'G') {
      throw new Failed("the photo that was downloaded is none", 0);
    }
  }

  private static byte[] randomPhoto() {
    BufferedImage image = new BufferedImage(PHOTO_PIXELS, PHOTO_PIXELS, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < PHOTO_PIXELS * PHOTO_PIXELS; i++) {
      image.setRGB(
          i % PHOTO_PIXELS, i / PHOTO_PIXELS, ThreadLocalRandom.current().nextInt(1 << 24));
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  /** The newest message is found by its words. */
  private void search(Deadline deadline) throws Failed, InterruptedException {
    Message message = account.message();
    String room = account.room();
    if (message == null || room == null) {
      return;
    }
    ObjectNode body = Json.object();
    ObjectNode events = body.putObject("search_categories").putObject("room_events");
    events.put("search_term", message.word()).putArray("keys").add("content.body");
    events.putObject("filter").putArray("rooms").add(room);
    while (true) {
      JsonNode found = ask("POST", CLIENT + "/search", body, deadline);
      JsonNode results = found.path("search_categories").path("room_events").path("results");
      for (JsonNode result : results) {
        if (result.path("result").path("event_id").asString("").equals(message.eventId())) {
          return;
        }
      }
      if (deadline.isOver()) {
        throw new Failed("a message is not found by its words", 0);
      }
      Thread.sleep(SEARCH_AGAIN_MILLIS);
    }
  }
}
