package org.bongsu.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.client.Http;
import org.bongsu.drill.Finding.Harm;

/**
 * Waits until everything has settled after the load, reads every site back, and runs all checkers.
 */
final class Judge {
  private static final Duration AGREED_WITHIN = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final Http http;
  private final List<Place> places;
  private final Crowd crowd;
  private final History history;

  /** For a crowd that has stopped writing and still syncs. */
  Judge(Http http, List<Place> places, Crowd crowd, History history) {
    this.http = http;
    this.places = places;
    this.crowd = crowd;
    this.history = history;
  }

  /** All findings. */
  List<Finding> judge() throws IOException, InterruptedException {
    List<Operation> operations = history.operations();
    Reading reading = new Reading(http, crowd.people(), crowd.planners(), operations);
    if (!crowd.haveTimersFired()) {
      history.unexplained("delayed messages are still pending");
    }
    crowd.awaitShown();
    List<Finding> findings = new ArrayList<>();
    if (!haveAgreed(reading)) {
      String what = "the sites do not reach the same positions";
      findings.add(new Finding(Harm.DIGEST_DIFFERS, what));
    }
    crowd.end();
    List<Evidence.Ending> endings = new ArrayList<>();
    for (Place place : places) {
      endings.add(reading.of(place));
    }
    Evidence evidence = new Evidence(operations, crowd.syncedUsers(), endings);
    Checker.ALL.forEach(checker -> findings.addAll(checker.check(evidence)));
    for (String what : history.unexplained()) {
      findings.add(new Finding(Harm.NOT_EXPLAINED, what));
    }
    return findings;
  }

  /** Waits until all sites have the same positions. */
  private boolean haveAgreed(Reading reading) throws IOException, InterruptedException {
    long until = System.nanoTime() + AGREED_WITHIN.toNanos();
    while (System.nanoTime() - until < 0) {
      Set<Map<String, String>> positions = new HashSet<>();
      for (Place place : places) {
        positions.add(reading.positions(place));
      }
      if (positions.size() == 1) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }
}
