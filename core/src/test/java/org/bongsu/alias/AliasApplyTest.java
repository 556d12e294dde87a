package org.bongsu.alias;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bongsu.command.AliasCommand.CreateAlias;
import org.bongsu.command.AliasCommand.DeleteAlias;
import org.bongsu.command.AliasCommand.MoveAlias;
import org.bongsu.command.Refusal;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasApplyTest {
  private static final RoomAlias HILL = new RoomAlias("#봉수대:localhost");
  private static final RoomAlias BEACON = new RoomAlias("#beacon:localhost");
  private static final RoomId OLD = new RoomId("!old:localhost");
  private static final RoomId NEW = new RoomId("!new:localhost");

  @TempDir Path directory;
  private OneReplica replica;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), replica.broadcasts());
    replica.close();
  }

  private Optional<RoomId> roomOf(RoomAlias alias) {
    return AliasApply.find(replica.db(), alias).map(AliasApply.Alias::room);
  }

  @Test
  void anAliasPointsToOneRoom() {
    replica.accept(new CreateAlias(HILL, OLD, SOONBOK));
    replica.at(2_000);
    assertEquals(Refusal.ROOM_IN_USE, replica.refuse(new CreateAlias(HILL, NEW, GILDONG)));
    assertEquals(Refusal.ROOM_IN_USE, replica.refuse(new CreateAlias(HILL, OLD, SOONBOK)));
    assertEquals(
        Optional.of(new AliasApply.Alias(HILL, OLD, SOONBOK, 1_000)),
        AliasApply.find(replica.db(), HILL));
  }

  @Test
  void aRoomHasManyAliases() {
    replica.accept(new CreateAlias(HILL, OLD, SOONBOK));
    replica.accept(new CreateAlias(BEACON, OLD, GILDONG));
    assertEquals(List.of(BEACON, HILL), AliasApply.of(replica.db(), OLD));
    replica.accept(new DeleteAlias(BEACON, SOONBOK, null));
    assertEquals(List.of(HILL), AliasApply.of(replica.db(), OLD));
  }

  @Test
  void anAliasIsFreedOnlyWhereItWasExpectedToPoint() {
    replica.accept(new CreateAlias(HILL, OLD, SOONBOK));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteAlias(HILL, SOONBOK, NEW)));
    assertEquals(Optional.of(OLD), roomOf(HILL));
    replica.accept(new DeleteAlias(HILL, SOONBOK, OLD));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteAlias(HILL, SOONBOK, OLD)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteAlias(HILL, SOONBOK, null)));
    replica.accept(new CreateAlias(HILL, NEW, GILDONG));
    assertEquals(Optional.of(NEW), roomOf(HILL));
  }

  @Test
  void anAliasMovesOnlyFromTheRoomThatWasReplaced() {
    replica.accept(new CreateAlias(HILL, OLD, SOONBOK));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new MoveAlias(HILL, NEW, OLD)));
    replica.accept(new MoveAlias(HILL, OLD, NEW));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new MoveAlias(HILL, OLD, NEW)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new MoveAlias(BEACON, OLD, NEW)));
    assertEquals(
        Optional.of(new AliasApply.Alias(HILL, NEW, SOONBOK, 1_000)),
        AliasApply.find(replica.db(), HILL));
  }
}
