package org.bongsu.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.Operation.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A delayed message that was not cancelled is in its room once, at every site; one whose
 * cancellation was acknowledged is at none. A refused cancellation came too late: the message was
 * sent.
 */
final class TimersFireOnce implements Checker {
  @Override
  public List<Finding> check(Evidence evidence) {
    Map<String, Outcome> cancelled = new HashMap<>();
    evidence.of(Kind.CANCEL).forEach(one -> cancelled.put(key(one), one.outcome()));
    List<Finding> findings = new ArrayList<>();
    for (Ending ending : evidence.endings()) {
      Map<String, Integer> sent = new HashMap<>();
      ending
          .rooms()
          .forEach((room, messages) -> {
            for (Message message : messages) {
              sent.merge(room + message.body(), 1, Integer::sum);
            }
          });
      evidence
          .of(Kind.SCHEDULE)
          .forEach(one -> {
            int count = sent.getOrDefault(key(one), 0);
            judge(one, cancelled.get(key(one)), count, ending.site(), findings);
          });
    }
    return findings;
  }

  private static String key(Operation one) {
    return one.subject() + one.value();
  }

  private static void judge(
      Operation scheduled,
      @Nullable Outcome cancelled,
      int count,
      String site,
      List<Finding> findings) {
    boolean mustBeSent = scheduled.isOk() && (cancelled == null || cancelled == Outcome.FAIL);
    if (count > 1) {
      findings.add(found(Harm.DOUBLED, scheduled, "was sent %d times".formatted(count), site));
    } else if (count == 0 && mustBeSent) {
      findings.add(found(Harm.LOST, scheduled, "was never sent", site));
    } else if (count == 1 && cancelled == Outcome.OK) {
      findings.add(found(Harm.STALE, scheduled, "was sent though it was cancelled", site));
    }
  }

  private static Finding found(Harm harm, Operation scheduled, String what, String site) {
    return new Finding(
        harm, "delayed message \"%s\" %s, at site %s".formatted(scheduled.value(), what, site));
  }
}
