package org.bongsu.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UnknownCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.junit.jupiter.api.Test;

/** Later commands are unknown to an older version in the production codec. */
class VersionTest {
  private static final UserId USER = new UserId("@minji:bongsu.test");
  private static final Command LATER =
      new RoomCommand.ReadUpTo(new RoomId("!room:bongsu.test"), USER, List.of());
  private static final Command LATER_DELIVERED =
      new ShardCommand.Deliver(
          1, 7, new UserCommand.ProfileChanged(USER, Json.object(), "displayname"));
  private static final Command KNOWN = new UserCommand.LockUser(USER, true);

  private static byte[] encoded(Command command) {
    return EntryCodec.encode(5, "origin", command);
  }

  private static LogRecord inLog(Command command) {
    return new LogRecord(3, Version.written(encoded(command), command));
  }

  private static Command read(Version version, Command command) {
    LogRecord record = version.read(inLog(command));
    return EntryCodec.decode(record.position(), record.payload()).command();
  }

  @Test
  void whatCameLaterIsUnknownToTheOlderVersionOnly() {
    for (Command later : List.of(LATER, LATER_DELIVERED)) {
      assertThrows(UnknownCommand.class, () -> read(Version.OLD, later));
      assertEquals(later, read(Version.NEW, later));
      assertArrayEquals(encoded(later), Version.NEW.read(inLog(later)).payload());
      assertFalse(Version.OLD.knows(later));
      assertTrue(Version.NEW.knows(later));
    }
  }

  @Test
  void knownCommandsAreWrittenUnchanged() {
    assertArrayEquals(encoded(KNOWN), inLog(KNOWN).payload());
    assertEquals(KNOWN, read(Version.OLD, KNOWN));
    assertTrue(Version.OLD.knows(KNOWN));
  }
}
