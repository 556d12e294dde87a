package org.bongsu.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Makes the accounts and rooms of a drill before any fault. */
final class Fixture {
  /** People of each site in each room, so that every message is read at all sites. */
  private static final int ROOM_EACH = 2;

  private final Http http;
  private final List<Place> places;
  private final History history;

  Fixture(Http http, List<Place> places, History history) {
    this.http = http;
    this.places = places;
    this.history = history;
  }

  /** All actors, before the load starts. */
  Crowd settle(DrillOptions options) throws IOException, InterruptedException {
    List<Person> people = people(options);
    Revocations revocations = new Revocations();
    List<Photographer> photographers = new ArrayList<>();
    List<Reader> readers = new ArrayList<>();
    List<Revoker> revokers = new ArrayList<>();
    List<Prober> probers = new ArrayList<>();
    List<Planner> planners = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place home = places.get(i);
      String at = home.name();
      long seed = options.seed() * 1_000 + i;
      photographers.add(
          new Photographer(
              "photographer-" + at,
              register("photographer-" + at),
              client(home, seed),
              history,
              seed));
      readers.add(new Reader(home, people.get(i), http, history));
      Revoker.Cast cast =
          new Revoker.Cast(
              register("owner-" + at), register("guest-" + at), register("stranger-" + at));
      revokers.add(
          new Revoker("revoker-" + at, cast, client(home, seed + 100), history, revocations));
      Account planner = register("planner-" + at);
      planners.add(
          new Planner(
              "planner-" + at,
              planner,
              room(planner, "나중 방"),
              client(home, seed + 300),
              history,
              seed + 300));
      for (int n = 0; n < options.load().probersEach(); n++) {
        probers.add(new Prober(home, http, history, revocations, seed + 200 + 10L * n));
      }
    }
    return new Crowd(
        people, photographers, readers, revokers, probers, planners, revocations, history);
  }

  /** An account for status watchers. */
  Account watcher() throws IOException, InterruptedException {
    return register("watch");
  }

  private Client client(Place home, long seed) {
    return new Client(http, places, home, seed);
  }

  /**
   * Home sites are assigned in turn: the first person is at the first site, the next at the second.
   */
  private List<Person> people(DrillOptions options) throws IOException, InterruptedException {
    int count = options.load().peopleEach() * places.size();
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      accounts.add(register(name(i)));
    }
    Account host = register("host");
    String visited = room(host, "지나가는 방");
    List<List<String>> rooms = rooms(accounts, options.load().peopleEach());
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long seed = options.seed() * 1_000_000 + i;
      Person person =
          new Person(
              name(i),
              accounts.get(i),
              client(places.get(i % places.size()), seed),
              new Person.Rooms(rooms.get(i), visited, host),
              history,
              new Generator(seed, options.load().sendsPerSecond() / (double) count),
              seed);
      person.knows(accounts);
      people.add(person);
    }
    return people;
  }

  private String name(int i) {
    return "%s%d".formatted(places.get(i % places.size()).name(), i / places.size());
  }

  /**
   * By account, its rooms: as many rooms as people per site, with two people of each site in each.
   */
  private List<List<String>> rooms(List<Account> accounts, int peopleEach)
      throws IOException, InterruptedException {
    List<List<String>> of = new ArrayList<>();
    accounts.forEach(account -> of.add(new ArrayList<>()));
    for (int r = 0; r < peopleEach; r++) {
      String room = room(accounts.get(r * places.size()), "방 " + (r + 1));
      for (int i = 0; i < accounts.size(); i++) {
        int behind = Math.floorMod(i / places.size() - r, peopleEach);
        if (behind < ROOM_EACH) {
          expect("POST", Account.room(room) + "/join", accounts.get(i), Json.object());
          of.get(i).add(room);
        }
      }
    }
    return of;
  }

  private String room(Account owner, String name) throws IOException, InterruptedException {
    ObjectNode wanted = Json.object().put("preset", "public_chat").put("name", name);
    return expect("POST", "/createRoom", owner, wanted).text("room_id");
  }

  private Account register(String name) throws IOException, InterruptedException {
    String password = "the password of " + name;
    ObjectNode body = Json.object().put("username", name).put("password", password);
    body.putObject("auth").put("type", "m.login.dummy");
    Http.Ask ask = Http.Ask.json("POST", Http.CLIENT + "/register", null, body);
    Http.Answer made = http.ask(places.getFirst().url(), ask);
    if (!made.isOk()) {
      throw new IOException("no account could be made: " + made);
    }
    return new Account(
        made.text("user_id"), password, made.text("access_token"), made.text("device_id"));
  }

  private Http.Answer expect(String method, String path, Account account, ObjectNode body)
      throws IOException, InterruptedException {
    Http.Answer answer = http.ask(places.getFirst().url(), account.ask(method, path, body));
    if (!answer.isOk()) {
      throw new IOException(path + " was answered with " + answer);
    }
    return answer;
  }
}
