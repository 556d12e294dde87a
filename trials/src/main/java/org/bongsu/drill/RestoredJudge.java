package org.bongsu.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.client.Http;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.json.Json;

/**
 * Judges sites that were restored from a backup: everybody signs in again, looks for everything
 * that was ever revoked, reads every site back, and all checkers run that still apply.
 */
final class RestoredJudge {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final Duration FIRED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final Http http;
  private final List<Place> places;
  private final Crowd crowd;
  private final History history;
  private final BackedUpKept kept;
  private final boolean sealed;
  private Duration lost = Duration.ZERO;

  /**
   * For a crowd that has given up.
   *
   * @param burntNanos when everything burnt
   * @param sealed whether everything from before is hidden until it is released
   */
  RestoredJudge(
      Http http,
      List<Place> places,
      Crowd crowd,
      History history,
      long burntNanos,
      boolean sealed) {
    this.http = http;
    this.places = places;
    this.crowd = crowd;
    this.history = history;
    this.kept = new BackedUpKept(burntNanos);
    this.sealed = sealed;
  }

  /** All findings. */
  List<Finding> judge() throws IOException, InterruptedException {
    List<Operation> before = history.operations();
    expectTokensRefused();
    SignIns signIns = SignIns.of(http, places, accounts());
    expectSyncTokensRefused(signIns);
    lookForRevoked(signIns);
    awaitTimersFired(signIns);
    Reading reading = new Reading(http, crowd.people(), crowd.planners(), signIns::again, before);
    List<Finding> findings = new ArrayList<>();
    if (sealed) {
      findings.addAll(shownThoughSealed(reading));
      release(signIns);
    }
    if (!reading.awaitSamePositions(places)) {
      findings.add(new Finding(Harm.DIGEST_DIFFERS, "the sites do not reach the same positions"));
    }
    List<Evidence.Ending> endings = new ArrayList<>();
    for (Place place : places) {
      endings.add(reading.of(place));
    }
    Evidence evidence = new Evidence(history.operations(), Map.of(), endings);
    lost = kept.lost(evidence);
    List.of(kept, new OnceOnly(), new OrderKept(), new NothingStale(), new DigestsEqual())
        .forEach(checker -> findings.addAll(checker.check(evidence)));
    for (String what : history.unexplained()) {
      findings.add(new Finding(Harm.NOT_EXPLAINED, what));
    }
    return findings;
  }

  /** After {@link #judge}: see {@link Recovery#lost}. */
  Duration lost() {
    return lost;
  }

  /** Everybody whose sign-in is needed. */
  private Set<Account> accounts() {
    Set<Account> accounts = new LinkedHashSet<>();
    for (Person person : crowd.people()) {
      accounts.add(person.account());
      accounts.add(person.rooms().host());
    }
    crowd.planners().forEach(planner -> accounts.add(planner.account()));
    crowd.revocations().forEach(revocation -> accounts.add(revocation.by()));
    return accounts;
  }

  /** Every access token of before is unknown, at every site. */
  private void expectTokensRefused() throws IOException, InterruptedException {
    Set<String> tokens = new LinkedHashSet<>();
    accounts().forEach(account -> tokens.add(account.token()));
    history.operations().stream()
        .filter(one -> one.kind() == Kind.LOGIN && one.isOk())
        .forEach(login -> tokens.add(login.result()));
    for (Place place : places) {
      for (String token : tokens) {
        Http.Ask ask = Http.Ask.json("GET", Http.CLIENT + "/account/whoami", token, null);
        expectRefused("an access token", place, ask, 401, "M_UNKNOWN_TOKEN");
      }
    }
  }

  /** Every person's last sync token is refused, at every site; without one they can sync. */
  private void expectSyncTokensRefused(SignIns signIns) throws IOException, InterruptedException {
    for (Map.Entry<Account, String> token : crowd.syncTokens().entrySet()) {
      Account account = signIns.again(token.getKey());
      for (Place place : places) {
        String path = "/sync?timeout=0&since=" + Http.encode(token.getValue());
        Http.Ask ask = account.ask("GET", path, null);
        expectRefused("a sync token", place, ask, 400, "M_UNKNOWN_POS");
        Http.Answer first = insist(place, account.ask("GET", "/sync?timeout=0", null));
        if (!first.isOk()) {
          history.unexplained(
              "a first sync was answered with %s by site %s".formatted(first, place.name()));
        }
      }
    }
  }

  private void expectRefused(String what, Place place, Http.Ask ask, int status, String error)
      throws IOException, InterruptedException {
    Http.Answer answer = insist(place, ask);
    if (answer.status() != status || !answer.text("errcode").equals(error)) {
      history.unexplained(
          "%s of before the restore was answered with %s by site %s"
              .formatted(what, answer, place.name()));
    }
  }

  /**
   * Each acknowledged revocation, at every site. What a signed-out device may see is asked with its
   * token, everything else with the new ones.
   */
  private void lookForRevoked(SignIns signIns) throws IOException, InterruptedException {
    for (Place place : places) {
      for (Revocation revocation : crowd.revocations()) {
        Http.Ask look =
            revocation.kind() == Revocation.Kind.SIGN_OUT
                ? revocation.look()
                : revocation.look(signIns.again(revocation.by()));
        String kind = revocation.kind().toString();
        History.Invocation probe =
            history.invoke(Kind.PROBE, "restored", place.name(), revocation.id(), kind);
        boolean shown = revocation.isShownIn(insist(place, look));
        probe.ok(place.name(), shown ? Operation.SHOWN : Operation.HIDDEN);
      }
    }
  }

  /** Delayed messages that came due in the meantime are sent now. */
  private void awaitTimersFired(SignIns signIns) throws IOException, InterruptedException {
    long until = System.nanoTime() + FIRED_WITHIN.toNanos();
    for (Planner planner : crowd.planners()) {
      Http.Ask ask = Planner.pending(signIns.again(planner.account()));
      while (!insist(places.getFirst(), ask).body().path("delayed_events").isEmpty()) {
        if (System.nanoTime() - until > 0) {
          history.unexplained("delayed messages are still pending after the restore");
          return;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  /** Rooms that show messages although all of them were sent before everything was sealed. */
  private List<Finding> shownThoughSealed(Reading reading)
      throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Place place : places) {
      Map<String, List<Evidence.Message>> rooms = reading.rooms(place);
      for (String room : roomsOfPeople()) {
        List<Evidence.Message> shown = rooms.getOrDefault(room, List.of());
        if (!shown.isEmpty()) {
          String what = "site %s shows %d messages of sealed room %s, such as \"%s\"";
          findings.add(
              new Finding(
                  Harm.STALE,
                  what.formatted(place.name(), shown.size(), room, shown.getFirst().body())));
        }
      }
    }
    return findings;
  }

  private Set<String> roomsOfPeople() {
    Set<String> rooms = new LinkedHashSet<>();
    crowd.people().forEach(person -> rooms.addAll(person.rooms().rooms()));
    return rooms;
  }

  /** Each room is released by its owner; others may not, and are refused. */
  private void release(SignIns signIns) throws IOException, InterruptedException {
    Set<String> released = new LinkedHashSet<>();
    for (Person person : crowd.people()) {
      Account account = signIns.again(person.account());
      for (String room : person.rooms().rooms()) {
        if (isReleased(account, room)) {
          released.add(room);
        }
      }
    }
    for (Planner planner : crowd.planners()) {
      if (!isReleased(signIns.again(planner.account()), planner.room())) {
        history.unexplained("the owner of a room may not release it");
      }
    }
    if (!released.containsAll(roomsOfPeople())) {
      history.unexplained("nobody may release some rooms: " + released.size() + " were released");
    }
  }

  private boolean isReleased(Account by, String room) throws IOException, InterruptedException {
    String path = "/_bongsu/v1" + Account.room(room) + "/release";
    Http.Answer answer =
        insist(places.getFirst(), Http.Ask.json("POST", path, by.token(), Json.object()));
    if (!answer.isOk() && answer.status() != 403) {
      history.unexplained("the release of a room was answered with " + answer);
    }
    return answer.isOk();
  }

  /** Repeats a request while a site does not serve. */
  private Http.Answer insist(Place place, Http.Ask ask) throws IOException, InterruptedException {
    long until = System.nanoTime() + ANSWERED_WITHIN.toNanos();
    while (true) {
      Http.Answer answer = http.ask(place.url(), ask);
      if (answer.status() != 503 || System.nanoTime() - until > 0) {
        return answer;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
