package org.bongsu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.Operation.Outcome;
import org.junit.jupiter.api.Test;

/** What a restored deployment may lack, and what it may not. */
class BackedUpKeptTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final long BURNT = Duration.ofMinutes(2).toNanos();

  private final List<Operation> operations = new ArrayList<>();
  private final BackedUpKept checker = new BackedUpKept(BURNT);

  /** An operation that was acknowledged this long before everything burnt. */
  private void before(Duration age, Kind kind, String subject, String value, String result) {
    long at = BURNT - age.toNanos();
    operations.add(
        new Operation(kind, "minji", "a", "a", subject, value, result, at - 1, at, Outcome.OK));
  }

  private static Ending ending(
      List<Message> messages, Map<String, String> registers, Map<String, String> media) {
    return new Ending("a", Map.of("!room", messages), registers, media, List.of(), Map.of());
  }

  private Evidence evidence(Ending ending) {
    return new Evidence(operations, Map.of(), List.of(ending));
  }

  private List<Harm> judge(Ending ending) {
    return checker.check(evidence(ending)).stream().map(Finding::harm).toList();
  }

  private List<Harm> judgeMessages(Message... messages) {
    return judge(ending(List.of(messages), Map.of(), Map.of()));
  }

  @Test
  void onlyTheLastTenSecondsMayBeLost() {
    before(Duration.ofSeconds(60), Kind.SEND, "!room", "하나", "$1");
    before(Duration.ofSeconds(11), Kind.SEND, "!room", "둘", "$2");
    before(Duration.ofSeconds(9), Kind.SEND, "!room", "셋", "$3");
    Message one = new Message("$1", "하나");
    Message two = new Message("$2", "둘");
    assertEquals(List.of(), judgeMessages(one, two, new Message("$3", "셋")));
    assertEquals(List.of(), judgeMessages(one, two));
    assertEquals(List.of(Harm.LOST), judgeMessages(one));
    assertEquals(List.of(Harm.LOST), judgeMessages(one, new Message("$2", "changed")));
    assertEquals(
        Duration.ofSeconds(11), checker.lost(evidence(ending(List.of(one), Map.of(), Map.of()))));
    assertEquals(
        Duration.ofSeconds(9),
        checker.lost(evidence(ending(List.of(one, two), Map.of(), Map.of()))));
  }

  @Test
  void nothingIsLostIfNothingIsMissing() {
    before(Duration.ofSeconds(1), Kind.SEND, "!room", "하나", "$1");
    Ending all = ending(List.of(new Message("$1", "하나")), Map.of(), Map.of());
    assertEquals(Duration.ZERO, checker.lost(evidence(all)));
  }

  @Test
  void anOldValueIsLostOnlyIfItWasReplacedLongBefore() {
    String register = Registers.name("@minji");
    before(Duration.ofSeconds(40), Kind.WRITE, register, "one", "");
    before(Duration.ofSeconds(20), Kind.WRITE, register, "two", "");
    before(Duration.ofSeconds(5), Kind.WRITE, register, "three", "");
    assertEquals(List.of(), judge(ending(List.of(), Map.of(register, "three"), Map.of())));
    assertEquals(List.of(), judge(ending(List.of(), Map.of(register, "two"), Map.of())));
    assertEquals(List.of(Harm.LOST), judge(ending(List.of(), Map.of(register, "one"), Map.of())));
  }

  @Test
  void aLatePhotoMayBeMissingButNotDamaged() {
    before(Duration.ofSeconds(20), Kind.UPLOAD, "", HASH, "mxc://old");
    before(Duration.ofSeconds(3), Kind.UPLOAD, "", HASH, "mxc://late");
    Map<String, String> withoutLate = Map.of("mxc://old", HASH, "mxc://late", "404 {}");
    assertEquals(List.of(), judge(ending(List.of(), Map.of(), withoutLate)));
    Map<String, String> withoutOld = Map.of("mxc://old", "404 {}", "mxc://late", HASH);
    assertEquals(List.of(Harm.MEDIA_DAMAGED), judge(ending(List.of(), Map.of(), withoutOld)));
    Map<String, String> damaged = Map.of("mxc://old", HASH, "mxc://late", HASH.replace('0', 'f'));
    assertEquals(List.of(Harm.MEDIA_DAMAGED), judge(ending(List.of(), Map.of(), damaged)));
  }

  @Test
  void whatWasCancelledJustBeforeIsNotSent() {
    before(Duration.ofSeconds(9), Kind.SCHEDULE, "!room", "나중", "d1");
    before(Duration.ofMillis(1), Kind.CANCEL, "!room", "나중", "");
    assertEquals(List.of(), judgeMessages());
    assertEquals(List.of(Harm.STALE), judgeMessages(new Message("$1", "나중")));
  }

  @Test
  void everythingIsLostAtTheEndOnly() {
    Fault last = Fault.LOSE_EVERYTHING;
    assertEquals(2, options(List.of(Fault.KILL_SITE, last), false).rounds());
    assertThrows(
        IllegalArgumentException.class, () -> options(List.of(last, Fault.KILL_SITE), false));
    assertThrows(IllegalArgumentException.class, () -> options(List.of(Fault.KILL_SITE), true));
  }

  private static DrillOptions options(List<Fault> faults, boolean ledgerLost) {
    return DrillOptions.of(
        faults,
        Optional.empty(),
        1,
        DrillOptions.Load.of(2, 1, 0),
        ledgerLost,
        1,
        new DrillOptions.Output(Optional.empty(), Optional.empty()));
  }
}
