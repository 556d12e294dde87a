package org.bongsu.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.client.Http;
import org.bongsu.drill.Finding.Harm;

/**
 * Waits until everything has settled after the load, reads every site back, and runs all checkers.
 */
final class Judge {
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
    if (!reading.awaitSamePositions(places)) {
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
}
