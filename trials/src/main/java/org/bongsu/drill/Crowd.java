package org.bongsu.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.drill.Operation.Kind;

/** Everybody who acts in a drill, each in a thread of their own. */
final class Crowd {
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(30);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final List<Person> people;
  private final List<Photographer> photographers;
  private final List<Reader> readers;
  private final List<Revoker> narrowers;
  private final List<Prober> probers;
  private final List<Planner> planners;
  private final List<Syncing> syncing = new ArrayList<>();
  private final History history;
  private final List<Thread> writing = new ArrayList<>();
  private final List<Thread> reading = new ArrayList<>();

  Crowd(
      List<Person> people,
      List<Photographer> photographers,
      List<Reader> readers,
      List<Revoker> narrowers,
      List<Prober> probers,
      List<Planner> planners,
      History history) {
    this.people = people;
    this.photographers = photographers;
    this.readers = readers;
    this.narrowers = narrowers;
    this.probers = probers;
    this.planners = planners;
    this.history = history;
    people.forEach(person -> syncing.add(new Syncing(person, history)));
  }

  List<Person> people() {
    return people;
  }

  List<Planner> planners() {
    return planners;
  }

  /** Waits until every delayed message has been sent; false if some still waits. */
  boolean haveTimersFired() throws InterruptedException {
    boolean all = true;
    for (Planner planner : planners) {
      all &= planner.hasEnded(SHOWN_WITHIN);
    }
    return all;
  }

  /** The photographers take turns to upload so much, before anything else happens. */
  void fill(int megabytes) throws InterruptedException {
    for (int left = megabytes, turn = 0; left > 0; turn++) {
      int next = Math.min(left, Photographer.ALBUM_MEGABYTES_MAX);
      photographers.get(turn % photographers.size()).upload(next << 20);
      left -= next;
    }
  }

  /** First everybody syncs once, so that they are shown everything that is written from then on. */
  void begin() throws InterruptedException {
    try {
      for (Syncing one : syncing) {
        one.step();
      }
    } catch (Client.Unanswered e) {
      throw new IllegalStateException("nobody has ended the drill yet", e);
    }
    syncing.forEach(one -> reading.add(Thread.startVirtualThread(one)));
    Stream.of(people, photographers, readers, narrowers, probers, planners)
        .flatMap(List::stream)
        .forEach(one -> writing.add(Thread.startVirtualThread(one)));
  }

  /** All sites serve: everybody goes back to their own. */
  void goHome() {
    clients().forEach(Client::goHome);
  }

  private Stream<Client> clients() {
    return Stream.of(
            people.stream().map(Person::client),
            photographers.stream().map(Photographer::client),
            narrowers.stream().map(Revoker::client),
            planners.stream().map(Planner::client))
        .flatMap(clients -> clients);
  }

  /** Nobody begins anything more, and what is under way comes to its end. Syncs go on. */
  void endLoad() throws InterruptedException {
    people.forEach(Person::stop);
    photographers.forEach(Photographer::stop);
    readers.forEach(Reader::stop);
    narrowers.forEach(Revoker::stop);
    probers.forEach(Prober::stop);
    planners.forEach(Planner::stop);
    if (!haveEnded(writing)) {
      clients().forEach(Client::end);
      haveEnded(writing);
    }
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

  /** Returns when all who sync were shown as much as was acknowledged, or too late. */
  void awaitShown() throws InterruptedException {
    Map<String, Integer> acknowledged = new HashMap<>(); // by room, and by user
    for (Operation one : history.operations()) {
      if ((one.kind() == Kind.SEND || one.kind() == Kind.TO_DEVICE) && one.isOk()) {
        acknowledged.merge(one.subject(), 1, Integer::sum);
      }
    }
    long until = System.nanoTime() + SHOWN_WITHIN.toNanos();
    while (System.nanoTime() - until < 0 && !isShown(acknowledged)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean isShown(Map<String, Integer> acknowledged) {
    for (Evidence.Watcher watcher : watchers().values()) {
      boolean all = watcher.toDevice().size() >= acknowledged.getOrDefault(watcher.userId(), 0);
      for (String room : watcher.rooms()) {
        int shown = watcher.events().getOrDefault(room, List.of()).size();
        all &= shown >= acknowledged.getOrDefault(room, 0);
      }
      if (!all) {
        return false;
      }
    }
    return true;
  }

  /** Nobody syncs any more. */
  void end() throws InterruptedException {
    syncing.forEach(Syncing::stop);
    clients().forEach(Client::end);
    haveEnded(reading);
  }

  Map<String, Evidence.Watcher> watchers() {
    Map<String, Evidence.Watcher> watchers = new LinkedHashMap<>();
    for (int i = 0; i < people.size(); i++) {
      Person person = people.get(i);
      View view = syncing.get(i).view();
      watchers.put(
          person.name(),
          new Evidence.Watcher(
              person.account().userId(), person.rooms().rooms(), view.events(), view.toDevice()));
    }
    return watchers;
  }
}
