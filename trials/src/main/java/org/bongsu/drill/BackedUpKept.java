package org.bongsu.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Operation.Kind;

/**
 * Everything that was acknowledged more than ten seconds before all sites burnt is at every
 * restored site. What was acknowledged later may be there or not, as if it had got no answer; but
 * no photo is damaged.
 */
final class BackedUpKept implements Checker {
  static final Duration LOST_MAX = Duration.ofSeconds(10);

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final long burntNanos;

  /** For what is restored after everything burnt at this time of the operations' clock. */
  BackedUpKept(long burntNanos) {
    this.burntNanos = burntNanos;
  }

  @Override
  public List<Finding> check(Evidence evidence) {
    Evidence old = withLateOnesUnanswered(evidence);
    List<Finding> findings = new ArrayList<>();
    Stream.of(new AcknowledgedKept(), new LastWriteKept(), new TimersFireOnce(), new MediaIntact())
        .forEach(checker -> findings.addAll(checker.check(old)));
    return findings;
  }

  private Evidence withLateOnesUnanswered(Evidence evidence) {
    Set<String> served = new HashSet<>();
    for (Ending ending : evidence.endings()) {
      ending
          .media()
          .forEach((uri, found) -> {
            if (HASH.matcher(found).matches()) {
              served.add(uri);
            }
          });
    }
    List<Operation> operations = new ArrayList<>();
    for (Operation one : evidence.operations()) {
      boolean mayBeLost =
          switch (one.kind()) {
            case SEND, WRITE, SCHEDULE -> isLate(one);
            case UPLOAD -> isLate(one) && !served.contains(one.result());
            case LOGIN -> true; // a restore signs everybody out
            // A cancellation takes back, so it is kept; the others are judged elsewhere.
            case CANCEL, REVOKE, PROBE, TO_DEVICE, CLAIM, READ, OTHER -> false;
          };
      operations.add(mayBeLost && one.isOk() ? one.unanswered() : one);
    }
    return new Evidence(operations, evidence.syncedUsers(), evidence.endings());
  }

  private boolean isLate(Operation one) {
    return one.completedNanos() - burntNanos > -LOST_MAX.toNanos();
  }

  /**
   * The age, when everything burnt, of the oldest acknowledged message or photo that is missing at
   * a site; zero if none is.
   */
  Duration lost(Evidence evidence) {
    long lost = 0;
    for (Ending ending : evidence.endings()) {
      Set<String> kept = new HashSet<>();
      ending.rooms().values().forEach(room -> room.forEach(message -> kept.add(message.event())));
      kept.addAll(
          ending.media().entrySet().stream()
              .filter(one -> HASH.matcher(one.getValue()).matches())
              .map(one -> one.getKey())
              .toList());
      lost =
          Math.max(
              lost,
              Stream.of(Kind.SEND, Kind.UPLOAD)
                  .flatMap(evidence::acknowledged)
                  .filter(one -> !kept.contains(one.result()))
                  .mapToLong(one -> burntNanos - one.completedNanos())
                  .max()
                  .orElse(0));
    }
    return Duration.ofNanos(lost);
  }
}
