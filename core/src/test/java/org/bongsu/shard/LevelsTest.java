package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand.ActivateLevel;
import org.bongsu.command.UnknownLevel;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.store.Db;
import org.bongsu.store.RowScan;
import org.bongsu.store.ShardFile;
import org.bongsu.store.StoreTooNew;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Levels: the log decides from which entry on which behaviour applies, in every replica and replay.
 */
class LevelsTest {
  private static final UserId SOONI = new UserId("@sooni:example.org");
  private static final DeviceId DEVICE = new DeviceId("BOT");
  private static final ShardMap ONE = new ShardMap(1);
  private static final ActivateLevel SWITCH = new ActivateLevel(2);

  /** Silenced: these tests put entries aside on purpose. */
  private static final Logger PUT_ASIDE = Logger.getLogger(StateMachine.class.getName());

  @TempDir Path directory;
  private ShardFile file;
  private Db db;
  private StateMachine machine;
  private final List<LogRecord> log = new ArrayList<>();

  @BeforeAll
  static void silenceLogging() {
    PUT_ASIDE.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLogging() {
    PUT_ASIDE.setLevel(null);
  }

  @BeforeEach
  void open() {
    file = new ShardFile(directory.resolve("0.db"));
    db = file.openWriter();
    machine = new StateMachine(0, ONE, db);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private LogRecord record(Command command) {
    LogRecord record =
        new LogRecord(log.size(), EntryCodec.encode(1_000 + log.size(), "o" + log.size(), command));
    log.add(record);
    return record;
  }

  private Outcome apply(Command command) {
    return machine.apply(List.of(record(command))).getFirst().outcome();
  }

  private static UserCommand.NewSession session(String token) {
    return new UserCommand.NewSession(DEVICE, null, token, null, null);
  }

  private void register() {
    apply(new UserCommand.RegisterUser(SOONI, null, false, session("token1")));
  }

  private void signOut() {
    apply(new UserCommand.DeleteDevices(SOONI, List.of(DEVICE)));
  }

  private void signInAgain() {
    apply(new UserCommand.LogIn(SOONI, session("token" + (log.size() + 1)), null));
  }

  /** Uploads one key and returns how many of its kind the server has. */
  private long upload(String name) {
    Outcome outcome = apply(uploadOf(name));
    ObjectNode result = ((Outcome.Accepted) outcome).result();
    return result.path("one_time_key_counts").path("signed_curve25519").longValue();
  }

  private static Command uploadOf(String name) {
    ObjectNode keys = Json.object().put(name, "key");
    return new KeyCommand.UploadKeys(SOONI, DEVICE, null, keys, Json.object());
  }

  private void claim() {
    apply(
        new KeyCommand.ClaimKeys(
            SOONI, List.of(new KeyCommand.KeyClaim(DEVICE.value(), "signed_curve25519"))));
  }

  private static Refusal refusal(Outcome outcome) {
    return ((Outcome.Refused) outcome).why();
  }

  private byte[] digestOfReplay(int batch) {
    try (Db other = new ShardFile(directory.resolve("replay" + batch + ".db")).openWriter()) {
      StateMachine replay = new StateMachine(0, ONE, other);
      for (int from = 0; from < log.size(); from += batch) {
        replay.apply(log.subList(from, Math.min(log.size(), from + batch)));
      }
      return replay.digest();
    }
  }

  @Test
  void aNewShardIsOfTheOldestLevelUntilItsLogSaysOtherwise() {
    assertEquals(CommandLevels.OLDEST, machine.level());
    apply(SWITCH);
    assertEquals(2, machine.level());
  }

  @Test
  void aLevelNeverFallsAndIsThereAfterReopening() {
    apply(SWITCH);
    apply(new ActivateLevel(1));
    apply(SWITCH);
    db.close();
    open();
    assertEquals(2, machine.level());
    assertArrayEquals(machine.digest(), digestOfReplay(1));
  }

  @Test
  void whatIsRolledBackWithItsBatchIsAppliedAtTheSameLevelAgain() {
    Command sameToken =
        new UserCommand.RegisterUser(
            new UserId("@other:example.org"), null, false, session("token1"));
    register();
    machine.apply(List.of(record(SWITCH), record(sameToken), record(uploadOf("nonsense"))));
    assertEquals(2, machine.level());
    assertArrayEquals(machine.digest(), digestOfReplay(1));
    assertArrayEquals(machine.digest(), digestOfReplay(3));
  }

  /**
   * The defect that level 2 corrects, preserved: the bot's key is mistaken for a repeated upload.
   */
  @Test
  void atLevelOneASignedOutDeviceLeavesItsClaimedKeysBehind() {
    register();
    assertEquals(1, upload("signed_curve25519:AAAAAQ"));
    claim();
    signOut();
    signInAgain();
    assertEquals(0, upload("signed_curve25519:AAAAAQ"));
  }

  @Test
  void atLevelTwoADeviceOfAnIdThatWasUsedBeforeKeepsItsKeys() {
    apply(SWITCH);
    register();
    assertEquals(1, upload("signed_curve25519:AAAAAQ"));
    claim();
    assertEquals(0, upload("signed_curve25519:AAAAAQ"), "a repeated upload brings nothing back");
    signOut();
    assertEquals(0, db.number("SELECT COUNT(*) FROM claimed_key").orElseThrow());
    signInAgain();
    assertEquals(1, upload("signed_curve25519:AAAAAQ"));
  }

  @Test
  void whatLevelOneLeftBehindGoesWhenTheDeviceIdIsUsedAgain() {
    register();
    upload("signed_curve25519:AAAAAQ");
    claim();
    signOut();
    apply(SWITCH);
    signInAgain();
    assertEquals(1, upload("signed_curve25519:AAAAAQ"));
    assertArrayEquals(machine.digest(), digestOfReplay(1));
  }

  /** Level 2 no longer has the defect, but an entry below it is still put aside. */
  @Test
  void whatWasPutAsideStaysPutAsideThoughALaterLevelCorrectsIt() {
    register();
    assertEquals(Refusal.INTERNAL, refusal(apply(uploadOf("nonsense"))));
    apply(SWITCH);
    assertEquals(Refusal.INVALID, refusal(apply(uploadOf("nonsense"))));
    for (int batch : new int[] {1, 2, 4}) {
      assertArrayEquals(machine.digest(), digestOfReplay(batch));
    }
  }

  @Test
  void aLevelThatThisProgramDoesNotKnowStopsTheReplica() {
    LogRecord newer = record(new ActivateLevel(CommandLevels.NEWEST + 1));
    UnknownLevel refused = assertThrows(UnknownLevel.class, () -> machine.apply(List.of(newer)));
    assertEquals(
        "this shard's log has level %d; this Bongsu knows up to %d: install a newer version"
            .formatted(CommandLevels.NEWEST + 1, CommandLevels.NEWEST),
        refused.getMessage());
    assertEquals(0, machine.next());
    assertEquals(CommandLevels.OLDEST, machine.level());
  }

  @Test
  void beforeTheSwitchAnOlderProgramCanOpenTheFile() {
    register();
    byte[] digest = machine.digest();
    db.close();
    try (Db older = file.openWriter(CommandLevels.OLDEST)) {
      StateMachine rolledBack =
          new StateMachine(0, ONE, older, CommandLevels.OLDEST, RowScan.Pace.DEFAULT);
      assertArrayEquals(digest, rolledBack.digest());
      rolledBack.apply(List.of(record(uploadOf("signed_curve25519:AAAAAQ"))));
    }
    open();
    assertEquals(2, machine.next());
    assertArrayEquals(machine.digest(), digestOfReplay(1));
  }

  @Test
  void afterTheSwitchAnOlderProgramRefusesTheFile() {
    apply(SWITCH);
    db.close();
    StoreTooNew refused =
        assertThrows(StoreTooNew.class, () -> file.openWriter(CommandLevels.OLDEST));
    assertEquals(
        "0.db has level 2; this Bongsu knows up to 1: install a newer version",
        refused.getMessage());
    open();
  }

  @Test
  void anOlderProgramStopsAtTheSwitch() {
    StateMachine older = new StateMachine(0, ONE, db, CommandLevels.OLDEST, RowScan.Pace.DEFAULT);
    assertThrows(UnknownLevel.class, () -> older.apply(List.of(record(SWITCH))));
    assertEquals(0, older.next());
  }

  /**
   * Writes the recording {@code corrected-2}, with the defects that level 2 corrects on both sides
   * of the switch.
   */
  @Test
  @EnabledIfSystemProperty(named = "recording.write", matches = "true")
  void record() throws IOException {
    register();
    meetWhatIsCorrected();
    apply(SWITCH);
    meetWhatIsCorrected();
    List<String> lines = new ArrayList<>();
    try (Db other = new ShardFile(directory.resolve("recorded.db")).openWriter()) {
      StateMachine replay = new StateMachine(0, ONE, other);
      for (LogRecord entry : log) {
        replay.apply(List.of(entry));
        lines.add(RecordedLogTest.line(0, entry, replay.digest()));
      }
    }
    Files.write(Path.of("src", "test", "resources", "recorded", "corrected-2.jsonl"), lines);
  }

  private void meetWhatIsCorrected() {
    upload("signed_curve25519:AAAAAQ");
    claim();
    signOut();
    signInAgain();
    upload("signed_curve25519:AAAAAQ");
    apply(uploadOf("nonsense"));
    signOut();
    signInAgain();
  }
}
