package org.bongsu.room;

import static org.bongsu.room.OneShard.GILDONG;
import static org.bongsu.room.OneShard.ROOM;
import static org.bongsu.room.OneShard.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.bongsu.command.RoomCommand;
import org.bongsu.id.EventId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisibilityTest {
  private OneShard shard;

  @BeforeEach
  void open(@TempDir Path directory) {
    shard = new OneShard(directory);
    shard.createRoom();
  }

  @AfterEach
  void close() {
    shard.close();
  }

  private Visibility ofGildong() {
    return Visibility.of(shard.db(), shard.room(), GILDONG);
  }

  @Test
  void whoWasNeverThereSeesNothingOfASharedRoom() {
    EventId said = shard.say(SOONBOK, "남산에 봉화");
    assertFalse(shard.sees(GILDONG, said));
    assertFalse(ofGildong().mayRead());
    assertTrue(ofGildong().stateBefore().isEmpty());
  }

  @Test
  void sharedHistoryIsSeenFromTheStartByWhoJoinsAndUpToTheEndByWhoLeaves() {
    EventId before = shard.say(SOONBOK, "먼저");
    shard.member(GILDONG, GILDONG, "join");
    EventId during = shard.say(SOONBOK, "같이");
    EventId left = shard.member(GILDONG, GILDONG, "leave");
    EventId after = shard.say(SOONBOK, "나중");
    assertTrue(shard.sees(GILDONG, before));
    assertTrue(shard.sees(GILDONG, during));
    assertTrue(shard.sees(GILDONG, left));
    assertFalse(shard.sees(GILDONG, after));
    long leaving = shard.rooms().event(left).orElseThrow().ordering();
    assertEquals(leaving + 1, ofGildong().stateBefore().orElseThrow());
    assertEquals(1, ofGildong().seen().size());
  }

  @Test
  void joinedHistoryIsSeenFromTheJoinOn() {
    shard.historyVisibility("joined");
    EventId before = shard.say(SOONBOK, "먼저");
    EventId invited = shard.member(SOONBOK, GILDONG, "invite");
    EventId between = shard.say(SOONBOK, "초대됨");
    EventId joined = shard.member(GILDONG, GILDONG, "join");
    EventId during = shard.say(SOONBOK, "같이");
    assertFalse(shard.sees(GILDONG, before));
    assertTrue(shard.sees(GILDONG, invited));
    assertFalse(shard.sees(GILDONG, between));
    assertTrue(shard.sees(GILDONG, joined));
    assertTrue(shard.sees(GILDONG, during));
  }

  @Test
  void invitedHistoryIsSeenFromTheInviteOn() {
    shard.historyVisibility("invited");
    EventId before = shard.say(SOONBOK, "먼저");
    shard.member(SOONBOK, GILDONG, "invite");
    EventId between = shard.say(SOONBOK, "초대됨");
    assertTrue(shard.sees(GILDONG, between));
    shard.member(GILDONG, GILDONG, "join");
    assertTrue(shard.sees(GILDONG, between));
    assertFalse(shard.sees(GILDONG, before));
  }

  @Test
  void whatWasSentWhileTheRoomWasReadableForAllStaysSo() {
    EventId before = shard.say(SOONBOK, "먼저");
    shard.historyVisibility("world_readable");
    EventId open = shard.say(SOONBOK, "모두에게");
    assertTrue(ofGildong().isWorldReadable());
    EventId closing = shard.historyVisibility("joined");
    EventId after = shard.say(SOONBOK, "우리끼리");
    assertFalse(shard.sees(GILDONG, before));
    assertTrue(shard.sees(GILDONG, open));
    assertTrue(shard.sees(GILDONG, closing));
    assertFalse(shard.sees(GILDONG, after));
    assertFalse(ofGildong().mayRead());
  }

  @Test
  void aForgottenRoomIsSeenAgainOnlyAfterRejoining() {
    shard.member(GILDONG, GILDONG, "join");
    EventId during = shard.say(SOONBOK, "같이");
    shard.member(GILDONG, GILDONG, "leave");
    shard.accept(new RoomCommand.ForgetRoom(ROOM, GILDONG));
    assertFalse(shard.sees(GILDONG, during));
    shard.member(GILDONG, GILDONG, "join");
    assertTrue(shard.sees(GILDONG, during));
  }

  @Test
  void theMembershipAtAnEventIsThatAfterIt() {
    EventId before = shard.say(SOONBOK, "먼저");
    EventId joined = shard.member(GILDONG, GILDONG, "join");
    shard.member(SOONBOK, GILDONG, "ban");
    Visibility seen = ofGildong();
    assertEquals("leave", seen.membershipAt(shard.rooms().event(before).orElseThrow().ordering()));
    assertEquals("join", seen.membershipAt(shard.rooms().event(joined).orElseThrow().ordering()));
    assertEquals("ban", seen.membership());
  }
}
