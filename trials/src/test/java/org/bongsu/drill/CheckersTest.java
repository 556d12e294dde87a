package org.bongsu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bongsu.drill.Evidence.Ending;
import org.bongsu.drill.Evidence.Message;
import org.bongsu.drill.Evidence.SyncedUser;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.Operation.Outcome;
import org.junit.jupiter.api.Test;

/** A correct history passes; each fault of a broken server is found. */
class CheckersTest {
  private static final String ROOM = "!room";
  private static final String LATER = "!later";
  private static final String KEY = "signed_curve25519:A";

  private long now;
  private final List<Operation> operations = new ArrayList<>();

  /** An operation that starts after all earlier ones were completed. */
  private Operation then(Kind kind, String site, String subject, String value, String result) {
    Operation one =
        new Operation(kind, "minji", "a", site, subject, value, result, ++now, ++now, Outcome.OK);
    operations.add(one);
    return one;
  }

  private void unanswered(Kind kind, String subject, String value) {
    operations.add(
        new Operation(kind, "minji", "a", "", subject, value, "", ++now, ++now, Outcome.UNKNOWN));
  }

  private static Ending healthy(String site) {
    return new Ending(
        site,
        Map.of(
            ROOM,
            List.of(new Message("$1", "하나"), new Message("$2", "둘")),
            LATER,
            List.of(new Message("$3", "나중"))),
        Map.of("name @minji", "민지"),
        Map.of("mxc://photo", "hash"),
        List.of("token"),
        Map.of("shard 0 at position 64", "abc"));
  }

  private void happened() {
    then(Kind.SEND, "a", ROOM, "하나", "$1");
    then(Kind.SEND, "b", ROOM, "둘", "$2");
    then(Kind.TO_DEVICE, "a", "@jisu", "d1", "");
    then(Kind.SCHEDULE, "a", LATER, "나중", "d1");
    then(Kind.SCHEDULE, "a", LATER, "취소", "d2");
    then(Kind.CANCEL, "b", LATER, "취소", "");
    then(Kind.WRITE, "a", "name @minji", "Minji", "");
    then(Kind.WRITE, "b", "name @minji", "민지", "");
    then(Kind.UPLOAD, "a", "", "hash", "mxc://photo");
    then(Kind.CLAIM, "a", "@jisu", "", KEY);
    then(Kind.LOGIN, "a", "@minji", "", "token");
    then(Kind.PROBE, "c", "n1", "KICK", Operation.SHOWN); // before the revocation
    then(Kind.REVOKE, "a", "n1", "KICK", "");
    then(Kind.PROBE, "c", "n1", "KICK", Operation.HIDDEN);
  }

  private static SyncedUser user(List<String> events, List<String> toDevice) {
    return new SyncedUser("@jisu", List.of(ROOM), Map.of(ROOM, events), toDevice);
  }

  private List<Harm> judge(SyncedUser user, Ending second) {
    List<Ending> endings = List.of(healthy("a"), second, healthy("c"));
    Evidence evidence = new Evidence(operations, Map.of("jisu", user), endings);
    List<Finding> findings = new ArrayList<>();
    Checker.ALL.forEach(checker -> findings.addAll(checker.check(evidence)));
    return findings.stream().map(Finding::harm).toList();
  }

  private List<Harm> judge(SyncedUser user) {
    return judge(user, healthy("b"));
  }

  private List<Harm> judge() {
    return judge(user(List.of("$1", "$2"), List.of("d1")));
  }

  private List<Harm> judge(Ending second) {
    return judge(user(List.of("$1", "$2"), List.of("d1")), second);
  }

  private static Ending rooms(Message... messages) {
    Ending well = healthy("b");
    return new Ending(
        "b",
        Map.of(ROOM, List.of(messages), LATER, well.rooms().getOrDefault(LATER, List.of())),
        well.registers(),
        well.media(),
        well.tokens(),
        well.digests());
  }

  private static <V> Map<String, V> changed(Map<String, V> map, UnaryOperator<V> change) {
    Map<String, V> changed = new HashMap<>(map);
    changed.replaceAll((key, value) -> change.apply(value));
    return changed;
  }

  @Test
  void allIsWell() {
    happened();
    assertEquals(List.of(), judge());
  }

  @Test
  void whatGotNoAnswerMayBeThereOnceOrNot() {
    happened();
    unanswered(Kind.SEND, ROOM, "셋");
    unanswered(Kind.WRITE, "name @minji", "누구");
    assertEquals(List.of(), judge());
  }

  @Test
  void aLostMessage() {
    happened();
    assertEquals(List.of(Harm.LOST), judge(rooms(new Message("$1", "하나"))));
  }

  @Test
  void aChangedMessage() {
    happened();
    assertEquals(
        List.of(Harm.LOST, Harm.DOUBLED), // one is gone, and one is there that nobody has sent
        judge(rooms(new Message("$1", "하나"), new Message("$2", "셋"))));
  }

  @Test
  void aMessageThatIsThereTwice() {
    happened();
    Message first = new Message("$1", "하나");
    Message second = new Message("$2", "둘");
    assertEquals(List.of(Harm.DOUBLED), judge(rooms(first, second, new Message("$3", "둘"))));
  }

  @Test
  void anOrderThatIsNotTheOrderOfAcknowledgement() {
    happened();
    assertEquals(
        List.of(Harm.REORDERED, Harm.REORDERED), // by time, and unlike the other sites
        judge(rooms(new Message("$2", "둘"), new Message("$1", "하나"))));
  }

  @Test
  void concurrentMessagesMayComeInEitherOrder() {
    Operation first = then(Kind.SEND, "a", ROOM, "둘", "$2");
    Operation overlapping =
        new Operation(
            Kind.SEND, "jisu", "b", "b", ROOM, "하나", "$1", first.invokedNanos(), ++now, Outcome.OK);
    operations.add(overlapping);
    Evidence evidence = new Evidence(operations, Map.of(), List.of(healthy("a"), healthy("b")));
    assertEquals(List.of(), new OrderKept().check(evidence));
  }

  private static Ending later(Message... messages) {
    Ending well = healthy("b");
    return new Ending(
        "b",
        Map.of(ROOM, well.rooms().getOrDefault(ROOM, List.of()), LATER, List.of(messages)),
        well.registers(),
        well.media(),
        well.tokens(),
        well.digests());
  }

  @Test
  void aDelayedMessageThatIsNeverSent() {
    happened();
    assertEquals(List.of(Harm.LOST), judge(later()));
  }

  @Test
  void aDelayedMessageThatIsSentTwice() {
    happened();
    List<Harm> found = judge(later(new Message("$3", "나중"), new Message("$4", "나중")));
    assertEquals(List.of(Harm.DOUBLED, Harm.DOUBLED), found); // by OnceOnly and TimersFireOnce
  }

  @Test
  void aDelayedMessageThatIsSentThoughItWasCancelled() {
    happened();
    List<Harm> found = judge(later(new Message("$3", "나중"), new Message("$4", "취소")));
    assertEquals(List.of(Harm.STALE), found);
  }

  @Test
  void aDelayedMessageWithoutAnAnswerMayBeThereOrNot() {
    happened();
    unanswered(Kind.SCHEDULE, LATER, "셋");
    then(Kind.SCHEDULE, "a", LATER, "넷", "d4");
    unanswered(Kind.CANCEL, LATER, "넷");
    assertEquals(List.of(), judge());
    assertEquals(
        List.of(),
        judge(later(new Message("$3", "나중"), new Message("$4", "셋"), new Message("$5", "넷"))));
  }

  @Test
  void aGapInSync() {
    happened();
    assertEquals(List.of(Harm.LOST), judge(user(List.of("$1"), List.of("d1"))));
  }

  @Test
  void aRepeatInSync() {
    happened();
    assertEquals(List.of(Harm.DOUBLED), judge(user(List.of("$1", "$2", "$1"), List.of("d1"))));
  }

  @Test
  void anotherOrderInSync() {
    happened();
    assertEquals(List.of(Harm.REORDERED), judge(user(List.of("$2", "$1"), List.of("d1"))));
  }

  @Test
  void messagesToDevices() {
    happened();
    List<String> events = List.of("$1", "$2");
    assertEquals(List.of(Harm.LOST), judge(user(events, List.of())));
    assertEquals(List.of(Harm.DOUBLED), judge(user(events, List.of("d1", "d1"))));
  }

  @Test
  void anOldNameAtOneSite() {
    happened();
    Ending well = healthy("b");
    Ending old =
        new Ending(
            "b",
            well.rooms(),
            Map.of("name @minji", "Minji"),
            well.media(),
            well.tokens(),
            well.digests());
    assertEquals(List.of(Harm.LOST), judge(old));
  }

  @Test
  void aLostLogin() {
    happened();
    Ending well = healthy("b");
    assertEquals(
        List.of(Harm.LOST),
        judge(
            new Ending(
                "b", well.rooms(), well.registers(), well.media(), List.of(), well.digests())));
  }

  @Test
  void aDamagedPhoto() {
    happened();
    Ending well = healthy("b");
    assertEquals(
        List.of(Harm.MEDIA_DAMAGED),
        judge(
            new Ending(
                "b",
                well.rooms(),
                well.registers(),
                changed(well.media(), hash -> "404 not found"),
                well.tokens(),
                well.digests())));
  }

  @Test
  void aKeyThatTwoPeopleGot() {
    happened();
    then(Kind.CLAIM, "b", "@jisu", "", KEY);
    then(Kind.CLAIM, "b", "@minji", "", KEY); // somebody else's key of the same name
    assertEquals(List.of(Harm.KEY_CLAIMED_TWICE), judge());
  }

  @Test
  void whatWasRevokedIsShown() {
    happened();
    then(Kind.PROBE, "c", "n1", "KICK", Operation.SHOWN);
    assertEquals(List.of(Harm.STALE), judge());
  }

  @Test
  void aLookThatBeganBeforeTheAcknowledgementIsNotStale() {
    Operation revocation = then(Kind.REVOKE, "a", "n1", "KICK", "");
    operations.add(
        new Operation(
            Kind.PROBE,
            "prober",
            "c",
            "c",
            "n1",
            "KICK",
            Operation.SHOWN,
            revocation.completedNanos() - 1,
            ++now,
            Outcome.OK));
    Evidence evidence = new Evidence(operations, Map.of(), List.of());
    assertEquals(List.of(), new NothingStale().check(evidence));
  }

  @Test
  void aDigestThatDiffers() {
    happened();
    Ending well = healthy("b");
    Map<String, String> other = changed(well.digests(), digest -> "def");
    assertEquals(
        List.of(Harm.DIGEST_DIFFERS),
        judge(new Ending("b", well.rooms(), well.registers(), well.media(), well.tokens(), other)));
  }

  @Test
  void nothingToCompareIsNoAgreement() {
    assertEquals(
        List.of(Harm.DIGEST_DIFFERS),
        new DigestsEqual()
            .check(new Evidence(List.of(), Map.of(), List.of())).stream()
                .map(Finding::harm)
                .toList());
  }
}
