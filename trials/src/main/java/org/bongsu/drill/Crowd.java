package org.bongsu.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.drill.Operation.Kind;

/** All actors of a drill, each in its own thread. */
final class Crowd {
  private static final Duration FIRED_WITHIN = Duration.ofSeconds(30);

  /** Clients whose sync brings nothing new for this long have seen all that they will. */
  private static final Duration STILL_FOR = Duration.ofSeconds(10);

  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final List<Person> people;
  private final List<Photographer> photographers;
  private final List<Reader> readers;
  private final List<Revoker> revokers;
  private final List<Prober> probers;
  private final List<Planner> planners;
  private final Revocations revocations;
  private final List<Syncing> syncing = new ArrayList<>();
  private final History history;
  private final List<Thread> writing = new ArrayList<>();
  private final List<Thread> reading = new ArrayList<>();

  Crowd(
      List<Person> people,
      List<Photographer> photographers,
      List<Reader> readers,
      List<Revoker> revokers,
      List<Prober> probers,
      List<Planner> planners,
      Revocations revocations,
      History history) {
    this.people = people;
    this.photographers = photographers;
    this.readers = readers;
    this.revokers = revokers;
    this.probers = probers;
    this.planners = planners;
    this.revocations = revocations;
    this.history = history;
    people.forEach(person -> syncing.add(new Syncing(person, history)));
  }

  List<Person> people() {
    return people;
  }

  List<Planner> planners() {
    return planners;
  }

  /** The acknowledged revocations so far. */
  List<Revocation> revocations() {
    return revocations.all();
  }

  /** Waits until every delayed message has been sent; false if one is still pending. */
  boolean haveTimersFired() throws InterruptedException {
    boolean all = true;
    for (Planner planner : planners) {
      all &= planner.hasEnded(FIRED_WITHIN);
    }
    return all;
  }

  /** Uploads this many megabytes before the load starts, by the photographers in turn. */
  void fill(int megabytes) throws InterruptedException {
    for (int left = megabytes, turn = 0; left > 0; turn++) {
      int next = Math.min(left, Photographer.ALBUM_MEGABYTES_MAX);
      photographers.get(turn % photographers.size()).upload(next << 20);
      left -= next;
    }
  }

  /**
   * Everybody syncs once, so that they see everything that is written from then on; then the load
   * starts.
   */
  void begin() throws InterruptedException {
    try {
      for (Syncing one : syncing) {
        one.step();
      }
    } catch (Client.Unanswered e) {
      throw new IllegalStateException("the drill has not ended yet", e);
    }
    syncing.forEach(one -> reading.add(Thread.startVirtualThread(one)));
    load().forEach(one -> writing.add(Thread.startVirtualThread(one)));
  }

  private Stream<Actor> load() {
    return Stream.of(people, photographers, readers, revokers, probers, planners)
        .flatMap(List::stream);
  }

  /** Called when all sites serve: everybody goes back to their home site. */
  void goHome() {
    clients().forEach(Client::goHome);
  }

  private Stream<Client> clients() {
    return Stream.of(
            people.stream().map(Person::client),
            photographers.stream().map(Photographer::client),
            revokers.stream().map(Revoker::client),
            planners.stream().map(Planner::client))
        .flatMap(clients -> clients);
  }

  /** Ends the load, and waits for requests in flight. Syncs go on. */
  void endLoad() throws InterruptedException {
    load().forEach(Actor::stop);
    if (!haveEnded(writing)) {
      clients().forEach(Client::end);
      haveEnded(writing);
    }
  }

  /**
   * Ends everything when no site will answer any more; requests in flight stay without an answer.
   */
  void giveUp() throws InterruptedException {
    load().forEach(Actor::stop);
    end();
    haveEnded(writing);
  }

  private static boolean haveEnded(List<Thread> threads) throws InterruptedException {
    long until = System.nanoTime() + ENDED_WITHIN.toNanos();
    boolean all = true;
    for (Thread thread : threads) {
      Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
      all &= thread.join(left);
    }
    return all;
  }

  /**
   * Waits until everybody has seen in sync as much as was acknowledged, or until nobody sees
   * anything new.
   */
  void awaitShown() throws InterruptedException {
    Map<String, Integer> acknowledged = new HashMap<>(); // by room, and by user
    for (Operation one : history.operations()) {
      if ((one.kind() == Kind.SEND || one.kind() == Kind.TO_DEVICE) && one.isOk()) {
        acknowledged.merge(one.subject(), 1, Integer::sum);
      }
    }
    long shown = -1;
    long since = System.nanoTime();
    while (!isShown(acknowledged) && System.nanoTime() - since < STILL_FOR.toNanos()) {
      long now = countShown();
      if (now != shown) {
        shown = now;
        since = System.nanoTime();
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private long countShown() {
    return syncedUsers().values().stream()
        .mapToLong(user ->
            user.toDevice().size() + user.events().values().stream().mapToLong(List::size).sum())
        .sum();
  }

  private boolean isShown(Map<String, Integer> acknowledged) {
    for (Evidence.SyncedUser user : syncedUsers().values()) {
      boolean all = user.toDevice().size() >= acknowledged.getOrDefault(user.userId(), 0);
      for (String room : user.rooms()) {
        int shown = user.events().getOrDefault(room, List.of()).size();
        all &= shown >= acknowledged.getOrDefault(room, 0);
      }
      if (!all) {
        return false;
      }
    }
    return true;
  }

  /** Ends the syncs. */
  void end() throws InterruptedException {
    syncing.forEach(Syncing::stop);
    clients().forEach(Client::end);
    haveEnded(reading);
  }

  /** The newest sync token of each person; only after the syncs have ended. */
  Map<Account, String> syncTokens() {
    Map<Account, String> tokens = new LinkedHashMap<>();
    for (int i = 0; i < people.size(); i++) {
      tokens.put(people.get(i).account(), syncing.get(i).since());
    }
    return tokens;
  }

  Map<String, Evidence.SyncedUser> syncedUsers() {
    Map<String, Evidence.SyncedUser> syncedUsers = new LinkedHashMap<>();
    for (int i = 0; i < people.size(); i++) {
      Person person = people.get(i);
      View view = syncing.get(i).view();
      syncedUsers.put(
          person.name(),
          new Evidence.SyncedUser(
              person.account().userId(), person.rooms().rooms(), view.events(), view.toDevice()));
    }
    return syncedUsers;
  }
}
