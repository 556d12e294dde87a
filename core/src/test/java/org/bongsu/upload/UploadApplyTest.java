package org.bongsu.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.MediaCommand.ReserveMedia;
import org.bongsu.command.MediaCommand.StoreMedia;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.UserId;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadApplyTest {
  private static final UserId SOONBOK = new UserId("@soonbok:localhost");
  private static final UserId GILDONG = new UserId("@gildong:localhost");
  private static final String SHA256 = "ab".repeat(32);
  private static final long EXPIRES = 5000;

  @TempDir Path directory;
  private Db db;
  private StateMachine machine;
  private long position;
  private long timeMillis = 1000;

  @BeforeEach
  void open() {
    db = new ShardFile(directory.resolve("000.db")).openWriter();
    machine = new StateMachine(0, new ShardMap(1), db);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private StateMachine.Applied run(Command command) {
    byte[] payload = EntryCodec.encode(timeMillis, "test", command);
    return machine.apply(List.of(new LogRecord(position++, payload))).getFirst();
  }

  private void accept(Command command) {
    assertInstanceOf(Outcome.Accepted.class, run(command).outcome());
  }

  private Refusal refuse(Command command) {
    return assertInstanceOf(Outcome.Refused.class, run(command).outcome()).why();
  }

  private static StoreMedia store(String mediaId, UserId uploader, boolean reserved) {
    return store(mediaId, uploader, reserved, "사진.jpg");
  }

  private static StoreMedia store(
      String mediaId, UserId uploader, boolean reserved, @Nullable String fileName) {
    return new StoreMedia(mediaId, uploader, SHA256, 7, "image/jpeg", fileName, reserved);
  }

  @Test
  void aMediaIdHasOneContentForEver() {
    StateMachine.Applied stored = run(store("m", SOONBOK, false));
    assertInstanceOf(Outcome.Accepted.class, stored.outcome());
    assertEquals(List.of(new Change.OfMedia("m")), stored.changes());
    UploadApply.Upload upload = UploadApply.find(db, "m").orElseThrow();
    assertEquals(
        new UploadApply.Upload(
            "m",
            SOONBOK.value(),
            1000,
            null,
            SHA256,
            7,
            "image/jpeg",
            "사진.jpg",
            MediaDeletions.State.KEPT),
        upload);
    assertEquals(Refusal.CONFLICT, refuse(store("m", SOONBOK, false)));
    assertEquals(Refusal.CONFLICT, refuse(store("m", SOONBOK, true)));
    assertEquals(Refusal.CONFLICT, refuse(new ReserveMedia("m", SOONBOK, EXPIRES)));
    assertEquals(Optional.of(upload), UploadApply.find(db, "m"));
  }

  @Test
  void aReservedMediaIdIsForItsUserOnly() {
    accept(new ReserveMedia("m", SOONBOK, EXPIRES));
    assertEquals(Refusal.FORBIDDEN, refuse(store("m", GILDONG, true)));
    assertEquals(Refusal.CONFLICT, refuse(store("m", SOONBOK, false)));
    assertEquals(Refusal.NOT_FOUND, refuse(store("never promised", SOONBOK, true)));
    accept(store("m", SOONBOK, true, null));
    assertTrue(UploadApply.find(db, "m").orElseThrow().isStored());
    timeMillis = EXPIRES + 1;
    assertEquals(false, UploadApply.find(db, "m").orElseThrow().hasExpired(timeMillis));
  }

  @Test
  void anExpiredReservationIsRemovedByTheNext() {
    accept(new ReserveMedia("m", SOONBOK, EXPIRES));
    accept(new ReserveMedia("others", GILDONG, EXPIRES));
    timeMillis = EXPIRES;
    assertEquals(Refusal.NOT_FOUND, refuse(store("m", SOONBOK, true)));
    accept(new ReserveMedia("n", SOONBOK, 2 * EXPIRES));
    assertTrue(UploadApply.find(db, "m").isEmpty());
    assertTrue(UploadApply.find(db, "others").isPresent());
    accept(store("n", SOONBOK, true));
  }

  @Test
  void reservationsOfOneUserAreLimited() {
    for (int i = 0; i < UploadApply.RESERVED_MAX; i++) {
      accept(new ReserveMedia("m" + i, SOONBOK, EXPIRES));
    }
    assertEquals(Refusal.LIMIT_REACHED, refuse(new ReserveMedia("one more", SOONBOK, EXPIRES)));
    accept(new ReserveMedia("somebody else's", GILDONG, EXPIRES));
    accept(store("m3", SOONBOK, true));
    accept(new ReserveMedia("one more", SOONBOK, EXPIRES));
    assertEquals(Refusal.LIMIT_REACHED, refuse(new ReserveMedia("two more", SOONBOK, EXPIRES)));
    timeMillis = EXPIRES;
    accept(new ReserveMedia("two more", SOONBOK, 2 * EXPIRES));
  }

  @Test
  void aReplayGivesTheSameDigest() {
    List<Command> commands =
        List.of(
            new ReserveMedia("m", SOONBOK, EXPIRES),
            store("m", GILDONG, true),
            store("m", SOONBOK, true),
            store("n", GILDONG, false, null));
    commands.forEach(this::run);
    byte[] digest = machine.digest();
    db.close();
    db = new ShardFile(directory.resolve("001.db")).openWriter();
    machine = new StateMachine(0, new ShardMap(1), db);
    position = 0;
    commands.forEach(this::run);
    assertArrayEquals(digest, machine.digest());
  }
}
