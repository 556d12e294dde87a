package org.bongsu.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.Peers;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.RevocationUnconfirmed;
import org.bongsu.shard.Shards;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** The gateway over real shards, with other sites that record when they are waited for. */
class CommandGatewayTest {
  private static final ShardMap MAP = new ShardMap(4);
  private static final UserId MINSU = new UserId("@minsu:bongsu.test");
  private static final UserId YUNA = new UserId("@yuna:bongsu.test");
  private static final RoomId ROOM = new RoomId("!room:bongsu.test");

  @TempDir Path data;
  private Shards shards;
  private CommandGateway commands;

  /** For each wait for the other sites: how many deliveries were still pending when it began. */
  private final List<Long> waits = new ArrayList<>();

  /** What was waited for, in order. */
  private final List<String> order = new ArrayList<>();

  private @Nullable RuntimeException peersFail;

  private final Peers peers =
      new Peers() {
        @Override
        public List<Address> addresses() {
          return List.of();
        }

        @Override
        public void awaitRevokedEverywhere() {
          waits.add(pendingDeliveries());
          order.add("sites");
          if (peersFail != null) {
            throw peersFail;
          }
        }

        @Override
        public void awaitCurrent(int shard) {}
      };

  @BeforeEach
  void start() throws Exception {
    shards = Shards.openLocal(data, MAP, Clock.systemUTC());
    commands = new CommandGateway(shards, peers);
    commands.apply(new UserCommand.RegisterUser(MINSU, null, false, null));
    commands.apply(new UserCommand.RegisterUser(YUNA, null, false, null));
  }

  @AfterEach
  void stop() {
    shards.close();
  }

  /** The number of deliveries that other shards have not applied yet. */
  private long pendingDeliveries() {
    return shards
        .readers()
        .read(reader -> {
          long missing = 0;
          for (int source = 0; source < MAP.count(); source++) {
            for (int target = 0; target < MAP.count(); target++) {
              long sent =
                  reader
                      .shard(source)
                      .number("SELECT sequence FROM outbox_end WHERE target = ?", target)
                      .orElse(0);
              long received =
                  reader
                      .shard(target)
                      .number("SELECT sequence FROM inbox WHERE source = ?", source)
                      .orElse(0);
              missing += sent - received;
            }
          }
          return missing;
        });
  }

  private static UserCommand.SetProfileField rename(UserId user, String name) {
    return new UserCommand.SetProfileField(
        user, "displayname", JsonNodeFactory.instance.stringNode(name));
  }

  private RoomCommand.CreateRoom createRoom() {
    return new RoomCommand.CreateRoom(
        ROOM,
        MINSU,
        RoomVersion.V11.id(),
        true,
        1,
        List.of(
            new RoomCommand.NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
            new RoomCommand.NewEvent(
                "m.room.member", MINSU.value(), Json.object().put("membership", "join"))));
  }

  @Test
  void aRevocationWaitsForAllShardsAndThenForAllSites() {
    assertEquals(List.of(), waits, "registering an account revokes nothing");
    assertInstanceOf(Outcome.Accepted.class, commands.apply(rename(MINSU, "민수")));
    assertEquals(List.of(0L), waits);
    assertInstanceOf(Outcome.Accepted.class, commands.apply(createRoom()));
    assertEquals(List.of(0L), waits);
    commands.apply(new RoomCommand.PublishRoom(ROOM, MINSU, true));
    assertEquals(List.of(0L), waits);
    commands.apply(new RoomCommand.PublishRoom(ROOM, MINSU, false));
    assertEquals(List.of(0L, 0L), waits);
  }

  @Test
  void severalAtOnceWaitOnceForAll() {
    for (int i = 0; i < 5; i++) {
      waits.clear();
      List<Outcome> outcomes =
          commands.applyAll(List.of(rename(MINSU, "민수" + i), rename(YUNA, "유나" + i)));
      assertEquals(2, outcomes.size());
      assertEquals(List.of(0L), waits);
    }
  }

  @Test
  void stepsInTurnWaitOnceAtTheEnd() {
    commands.apply(createRoom());
    Outcome last =
        commands.inTurn(steps -> {
          steps.apply(rename(MINSU, "민수"));
          assertEquals(List.of(), waits, "not before the end");
          return steps.apply(new RoomCommand.PublishRoom(ROOM, MINSU, false));
        });
    assertInstanceOf(Outcome.Accepted.class, last);
    assertEquals(List.of(0L), waits);
  }

  @Test
  void stepsThatThrowAreNotWaitedFor() {
    IllegalStateException thrown = new IllegalStateException("half-way");
    assertThrows(
        IllegalStateException.class,
        () ->
            commands.inTurn(steps -> {
              steps.apply(rename(MINSU, "민수"));
              throw thrown;
            }));
    assertEquals(List.of(), waits);
  }

  /** The client retries; it must not get success before the revocation is confirmed. */
  @Test
  void anUnconfirmedRevocationIsNoSuccess() {
    peersFail = new LogUnavailable("one site does not answer");
    assertThrows(RevocationUnconfirmed.class, () -> commands.apply(rename(MINSU, "민수")));
    assertEquals(Optional.of("민수"), name(MINSU));
    assertThrows(RevocationUnconfirmed.class, () -> commands.apply(rename(MINSU, "민수")));
    assertThrows(RevocationUnconfirmed.class, () -> commands.applyAll(List.of(rename(YUNA, "유나"))));
    peersFail = null;
    assertInstanceOf(Outcome.Accepted.class, commands.apply(rename(MINSU, "민수")));
    assertEquals(List.of(0L, 0L, 0L, 0L), waits);
  }

  @Test
  void aRevocationThatAllSitesHaveWaitsForTheLedger() {
    commands.ledger(revoked -> order.add("ledger of " + revoked));
    commands.apply(createRoom());
    assertEquals(List.of(), order, "creating a room revokes nothing");
    commands.apply(rename(MINSU, "민수"));
    int shard = shards.shardOf(MINSU.value());
    assertEquals(List.of("sites", "ledger of [" + shard + "]"), order);
  }

  @Test
  void aRevocationThatTheLedgerLacksIsNoSuccess() {
    commands.ledger(revoked -> {
      throw new RevocationUnconfirmed("the ledger does not have it yet");
    });
    assertThrows(RevocationUnconfirmed.class, () -> commands.apply(rename(MINSU, "민수")));
    assertThrows(RevocationUnconfirmed.class, () -> commands.applyAll(List.of(rename(YUNA, "유나"))));
  }

  /** A second attempt is refused because the first succeeded, and shows the client that it did. */
  @Test
  void aRefusalIsWaitedForToo() {
    commands.apply(createRoom());
    RoomCommand.SetMembership kick =
        new RoomCommand.SetMembership(
            ROOM, MINSU, YUNA, Json.object().put("membership", "leave"), List.of("join"), null);
    Outcome refused = commands.apply(kick);
    assertEquals(Refusal.BAD_STATE, assertInstanceOf(Outcome.Refused.class, refused).why());
    assertEquals(List.of(0L), waits);
  }

  @Test
  void aRevocationCannotBeNoted() {
    assertThrows(
        IllegalArgumentException.class,
        () -> commands.note(new UserCommand.DeleteAllDevices(MINSU, null)));
    long before = shards.positions()[MAP.shardOf(MINSU.value())];
    commands.note(
        new UserCommand.SeeDevice(MINSU, new org.bongsu.id.DeviceId("D"), 1, "192.0.2.7"));
    commands.apply(new UserCommand.ReportUser(MINSU, YUNA, "after it"));
    assertTrue(shards.positions()[MAP.shardOf(MINSU.value())] >= before + 2);
    assertEquals(List.of(), waits);
  }

  private Optional<String> name(UserId user) {
    return shards
        .readers()
        .read(MAP.shardOf(user.value()), db -> new Accounts(db).find(user))
        .map(account -> account.profile().path("displayname").asString());
  }
}
