package org.bongsu.keys;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.command.KeyCommand.BackedUpKey;
import org.bongsu.command.KeyCommand.CreateBackup;
import org.bongsu.command.KeyCommand.DeleteBackup;
import org.bongsu.command.KeyCommand.DeleteBackupKeys;
import org.bongsu.command.KeyCommand.PutBackupKeys;
import org.bongsu.command.KeyCommand.UpdateBackup;
import org.bongsu.command.Refusal;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class KeyBackupApplyTest {
  private static final RoomId ROOM = new RoomId("!봉수대:localhost");
  private static final RoomId OTHER_ROOM = new RoomId("!other:localhost");
  private static final String ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2";

  @TempDir Path directory;
  private OneReplica replica;
  private KeyBackups backups;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
    backups = new KeyBackups(replica.db());
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), replica.broadcasts());
    replica.close();
  }

  private static ObjectNode secret(String text) {
    return Json.object().put("secret", text);
  }

  private String create() {
    return replica
        .accept(new CreateBackup(SOONBOK, ALGORITHM, secret("auth")))
        .path("version")
        .stringValue();
  }

  /** A key that a test recognises by {@code name}. */
  private static BackedUpKey key(
      RoomId room, String session, long first, long forwarded, boolean verified, String name) {
    return new BackedUpKey(room, session, first, forwarded, verified, secret(name));
  }

  private ObjectNode put(long version, BackedUpKey... keys) {
    return replica.accept(new PutBackupKeys(SOONBOK, version, List.of(keys)));
  }

  private static ObjectNode state(String etag, long count) {
    return Json.object().put("etag", etag).put("count", count);
  }

  private String kept(String session) {
    String data = backups.key(SOONBOK, 1, ROOM, session).orElseThrow().data();
    return Json.object(data).path("secret").stringValue();
  }

  @Test
  void versionsGrowAndNoneIsUsedTwice() {
    assertEquals("1", create());
    assertEquals("2", create());
    replica.accept(new DeleteBackup(SOONBOK, 2));
    assertEquals("3", create());
    assertEquals(3, backups.current(SOONBOK).orElseThrow().version());
    assertTrue(backups.current(GILDONG).isEmpty());
  }

  @Test
  void onlyTheCurrentBackupTakesKeys() {
    BackedUpKey key = key(ROOM, "s", 0, 0, true, "k");
    PutBackupKeys first = new PutBackupKeys(SOONBOK, 1, List.of(key));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(first));
    create();
    replica.accept(first);
    create();
    assertEquals(Refusal.WRONG_BACKUP_VERSION, replica.refuse(first));
    assertEquals(
        Refusal.WRONG_BACKUP_VERSION, replica.refuse(new PutBackupKeys(SOONBOK, 3, List.of(key))));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new PutBackupKeys(GILDONG, 1, List.of(key))));
    assertEquals(state("1", 1), put(2, key));
    assertEquals(1, backups.find(SOONBOK, 1).orElseThrow().count(), "it can still be read");
  }

  /** Each key is better than the ones before it, in the specification's order. */
  @Test
  void ofTwoKeysForOneSessionTheBetterStays() {
    create();
    List<BackedUpKey> worstFirst =
        List.of(
            key(ROOM, "s", 9, 9, false, "worst"),
            key(ROOM, "s", 9, 1, false, "less forwarded"),
            key(ROOM, "s", 2, 7, false, "from earlier on"),
            key(ROOM, "s", 9, 9, true, "verified"),
            key(ROOM, "s", 9, 1, true, "verified, less forwarded"),
            key(ROOM, "s", 2, 7, true, "verified, from earlier on"));
    long etag = 0;
    for (BackedUpKey better : worstFirst) {
      assertEquals(state(Long.toString(++etag), 1), put(1, better));
      for (BackedUpKey notBetter : worstFirst.subList(0, worstFirst.indexOf(better) + 1)) {
        assertEquals(state(Long.toString(etag), 1), put(1, notBetter));
      }
      assertEquals(better.data().path("secret").stringValue(), kept("s"));
    }
  }

  @Test
  void theEtagChangesOnceForManyKeysAndNotForNone() {
    create();
    BackedUpKey a = key(ROOM, "a", 0, 0, true, "a");
    BackedUpKey b = key(ROOM, "b", 0, 0, true, "b");
    BackedUpKey c = key(OTHER_ROOM, "a", 0, 0, true, "c");
    assertEquals(state("1", 3), put(1, a, b, c));
    assertEquals(state("1", 3), put(1, a, b, c));
    assertEquals(state("1", 3), put(1));
    assertEquals("a", kept("a"));
  }

  @Test
  void keysAreDeletedOfASessionOfARoomOrAll() {
    create();
    put(
        1,
        key(ROOM, "a", 0, 0, true, "a"),
        key(ROOM, "b", 0, 0, true, "b"),
        key(ROOM, "c", 0, 0, true, "c"),
        key(OTHER_ROOM, "a", 0, 0, true, "d"));
    DeleteBackupKeys ofSession = new DeleteBackupKeys(SOONBOK, 1, ROOM, "a");
    assertEquals(state("2", 3), replica.accept(ofSession));
    assertEquals(state("2", 3), replica.accept(ofSession));
    assertEquals(state("3", 1), replica.accept(new DeleteBackupKeys(SOONBOK, 1, ROOM, null)));
    assertTrue(backups.key(SOONBOK, 1, OTHER_ROOM, "a").isPresent());
    assertEquals(state("4", 0), replica.accept(new DeleteBackupKeys(SOONBOK, 1, null, null)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteBackupKeys(SOONBOK, 2, null, null)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteBackupKeys(GILDONG, 1, null, null)));
  }

  @Test
  void aBackupKeepsItsAlgorithm() {
    create();
    replica.accept(new UpdateBackup(SOONBOK, 1, ALGORITHM, secret("newer")));
    assertEquals(
        Refusal.INVALID, replica.refuse(new UpdateBackup(SOONBOK, 1, "other", secret("x"))));
    assertEquals(
        Refusal.NOT_FOUND, replica.refuse(new UpdateBackup(SOONBOK, 2, ALGORITHM, secret("x"))));
    assertEquals(
        Refusal.NOT_FOUND, replica.refuse(new UpdateBackup(GILDONG, 1, ALGORITHM, secret("x"))));
    assertEquals(
        new KeyBackups.Backup(1, ALGORITHM, secret("newer"), 0, 0),
        backups.find(SOONBOK, 1).orElseThrow());
  }

  @Test
  void aDeletedBackupIsGoneWithItsKeysAndTheOneBeforeIsCurrent() {
    create();
    create();
    put(2, key(ROOM, "s", 0, 0, true, "k"));
    replica.accept(new DeleteBackup(SOONBOK, 2));
    replica.accept(new DeleteBackup(SOONBOK, 2));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteBackup(SOONBOK, 3)));
    assertTrue(backups.find(SOONBOK, 2).isEmpty());
    assertEquals(0, replica.rows("backed_up_key", SOONBOK));
    assertEquals(
        List.of("{}"),
        replica
            .db()
            .list("SELECT auth_data FROM key_backup WHERE version = 2", row -> row.getString(1)));
    assertEquals(
        Refusal.NOT_FOUND, replica.refuse(new UpdateBackup(SOONBOK, 2, ALGORITHM, secret("x"))));
    assertEquals(1, backups.current(SOONBOK).orElseThrow().version());
  }

  @Test
  void aReplayGivesTheSameDigest() {
    onlyTheCurrentBackupTakesKeys();
    replica.accept(new DeleteBackupKeys(SOONBOK, 2, null, null));
    assertArrayEquals(replica.digest(), OneReplica.digestOf(directory.resolve("001.db"), replica));
  }
}
