package org.bongsu.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bongsu.client.Http;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Operation.Kind;
import tools.jackson.databind.JsonNode;

/** Reads back over HTTP what a site shows after everything has settled. */
final class Reading {
  private static final int PAGE = 1_000;

  /** Requests at a time. */
  private static final int WIDTH = 8;

  private static final Duration AGREED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private static final Pattern DIGEST =
      Pattern.compile(
          "bongsu_shard_digest\\{digest=\"(\\w+)\",position=\"(\\d+)\",shard=\"(\\d+)\"} 1");
  private static final Pattern POSITION =
      Pattern.compile("bongsu_shard_position\\{shard=\"(\\d+)\"} (\\S+)");

  private final Http http;
  private final List<Person> people;
  private final List<Planner> planners;
  private final UnaryOperator<Account> as;
  private final List<Operation> operations;

  /**
   * A reading for people with their sign-ins of before.
   *
   * @param operations by which it is known what there is to read
   */
  Reading(Http http, List<Person> people, List<Planner> planners, List<Operation> operations) {
    this(http, people, planners, UnaryOperator.identity(), operations);
  }

  /** The same for people who have signed in again: {@code as} names their new sign-ins. */
  Reading(
      Http http,
      List<Person> people,
      List<Planner> planners,
      UnaryOperator<Account> as,
      List<Operation> operations) {
    this.http = http;
    this.people = people;
    this.planners = planners;
    this.as = as;
    this.operations = operations;
  }

  /** Everything that checkers compare. */
  Ending of(Place site) throws IOException, InterruptedException {
    return new Ending(
        site.name(), rooms(site), registers(site), media(site), tokens(site), digests(site));
  }

  /** By room, its messages, oldest first. */
  Map<String, List<Message>> rooms(Place site) throws IOException, InterruptedException {
    Map<String, Account> memberOf = new TreeMap<>();
    for (Person person : people) {
      person.rooms().rooms().forEach(room -> memberOf.put(room, person.account()));
    }
    planners.forEach(planner -> memberOf.put(planner.room(), planner.account()));
    Map<String, List<Message>> rooms = new ConcurrentHashMap<>();
    atOnce(
        memberOf.keySet(),
        room -> {
          Account member = Objects.requireNonNull(memberOf.get(room));
          rooms.put(room, room(site, room, member));
        });
    return rooms;
  }

  /** All messages of a room, oldest first. */
  private List<Message> room(Place site, String room, Account member)
      throws IOException, InterruptedException {
    List<Message> newestFirst = new ArrayList<>();
    String from = "";
    do {
      String path = "%s/messages?dir=b&limit=%d".formatted(Account.room(room), PAGE);
      JsonNode page =
          expect(site, member, from.isEmpty() ? path : path + "&from=" + Http.encode(from)).body();
      for (JsonNode event : page.path("chunk")) {
        if (event.path("type").stringValue("").equals("m.room.message")) {
          newestFirst.add(
              new Message(
                  event.path("event_id").stringValue(""),
                  event.path("content").path("body").stringValue("")));
        }
      }
      from = page.path("end").stringValue("");
    } while (!from.isEmpty());
    return newestFirst.reversed();
  }

  private Map<String, String> registers(Place site) throws IOException, InterruptedException {
    Map<String, String> registers = new TreeMap<>();
    Person.Rooms rooms = people.getFirst().rooms();
    String members = Account.room(rooms.visited()) + "/joined_members";
    JsonNode joined = expect(site, rooms.host(), members).body().path("joined");
    for (Person person : people) {
      String user = person.account().userId();
      registers.put(
          Registers.membership(rooms.visited(), user), joined.has(user) ? "join" : "leave");
      registers.put(
          Registers.name(user),
          expect(site, rooms.host(), "/profile/" + Http.encode(user)).text("displayname"));
    }
    return registers;
  }

  private Map<String, String> media(Place site) throws IOException, InterruptedException {
    Map<String, String> media = new ConcurrentHashMap<>();
    Account reader = people.getFirst().account();
    atOnce(
        results(Kind.UPLOAD),
        uri -> {
          Http.Ask ask =
              Http.Ask.json("GET", Photographer.download(uri), as.apply(reader).token(), null);
          Http.Answer answer = http.ask(site.url(), ask);
          media.put(uri, answer.isOk() ? Photographer.hash(answer.bytes()) : answer.toString());
        });
    return media;
  }

  private List<String> tokens(Place site) throws IOException, InterruptedException {
    Set<String> known = ConcurrentHashMap.newKeySet();
    atOnce(
        results(Kind.LOGIN),
        token -> {
          String path = Http.CLIENT + "/account/whoami";
          if (http.ask(site.url(), Http.Ask.json("GET", path, token, null)).isOk()) {
            known.add(token);
          }
        });
    return List.copyOf(known);
  }

  private Set<String> results(Kind kind) {
    Set<String> results = new HashSet<>();
    operations.stream()
        .filter(operation -> operation.kind() == kind && operation.isOk())
        .forEach(operation -> results.add(operation.result()));
    return results;
  }

  private Map<String, String> digests(Place site) throws IOException, InterruptedException {
    Map<String, String> digests = new TreeMap<>();
    Matcher line = DIGEST.matcher(metrics(site));
    while (line.find()) {
      digests.put(Evidence.digestPlace(line.group(3), line.group(2)), line.group(1));
    }
    return digests;
  }

  /** The position of each shard at a site. */
  private Map<String, String> positions(Place site) throws IOException, InterruptedException {
    Map<String, String> positions = new TreeMap<>();
    Matcher line = POSITION.matcher(metrics(site));
    while (line.find()) {
      positions.put(line.group(1), line.group(2));
    }
    return positions;
  }

  /** Waits until all sites have the same positions; false if they do not in time. */
  boolean awaitSamePositions(List<Place> places) throws IOException, InterruptedException {
    long until = System.nanoTime() + AGREED_WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      Set<Map<String, String>> positions = new HashSet<>();
      for (Place place : places) {
        positions.add(positions(place));
      }
      if (positions.size() == 1) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }

  private String metrics(Place site) throws IOException, InterruptedException {
    Http.Ask ask = Http.Ask.json("GET", "/_bongsu/metrics", null, null);
    return new String(http.ask(site.url(), ask).bytes(), StandardCharsets.UTF_8);
  }

  private Http.Answer expect(Place site, Account account, String path)
      throws IOException, InterruptedException {
    Http.Answer answer = http.ask(site.url(), as.apply(account).ask("GET", path, null));
    if (!answer.isOk()) {
      throw new IOException(path + " was answered with " + answer + " by site " + site.name());
    }
    return answer;
  }

  /** One request of many. */
  private interface Look {
    void at(String what) throws IOException, InterruptedException;
  }

  private static void atOnce(Collection<String> all, Look look)
      throws IOException, InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(WIDTH, Thread.ofVirtual().factory())) {
      List<Future<?>> looks = new ArrayList<>();
      for (String one : new TreeSet<>(all)) {
        looks.add(
            threads.submit(() -> {
              look.at(one);
              return null;
            }));
      }
      for (Future<?> done : looks) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("what a site shows at the end could not be read", e.getCause());
    }
  }
}
