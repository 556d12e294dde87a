package org.bongsu.matrix.sync;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that only follows incremental syncs knows the same state as one that asks for all of it,
 * and both know what the room's history says. Over random histories, filters and gaps; {@code
 * -Dsync.seeds=5000} tries more of them, {@code -Dsync.seed=17} one again.
 */
class SyncModelTest {
  private static final int SEEDS = Integer.getInteger("sync.seeds", 150);
  private static final int STEPS = 80;
  private static final int CLIENTS = 4;
  private static final double SYNCS_PER_STEP = 0.15;
  private static final String AGAIN =
      "./mvnw -q -pl features/matrix -am test -Dtest=SyncModelTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsync.seed=";

  @TempDir static Path data;
  private static OneReplica shard;

  @BeforeAll
  static void start() {
    shard = new OneReplica(data.resolve("000.db"));
  }

  @AfterAll
  static void stop() {
    shard.close();
  }

  @Test
  void incrementalSyncsLeadToTheSameStateAsFullOnes() {
    Long only = Long.getLong("sync.seed");
    if (only != null) {
      run(only);
      return;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    List<ModelClient> clients = new ArrayList<>();
    RandomRooms rooms =
        new RandomRooms(
            shard,
            seed,
            random,
            (user, room) ->
                clients.stream()
                    .filter(client -> client.user().equals(user))
                    .forEach(client -> client.rooms().remove(room.value())));
    ModelClient.Server server = ModelClient.Server.of(shard);
    for (int i = 0; i < CLIENTS; i++) {
      UserId user = rooms.users().get(i % rooms.users().size());
      clients.add(client(server, user, rooms.users(), random));
    }
    for (int step = 0; step < STEPS; step++) {
      rooms.step();
      if (random.nextDouble() < SYNCS_PER_STEP) {
        sync(seed, rooms, clients.get(random.nextInt(CLIENTS)));
      }
    }
    clients.forEach(client -> sync(seed, rooms, client));
  }

  private static ModelClient client(
      ModelClient.Server server, UserId user, List<UserId> users, Random random) {
    String someone = users.get(random.nextInt(users.size())).value();
    String timeline =
        oneOf(
            random,
            "",
            "",
            "",
            ",\"types\":[\"m.room.message\",\"m.room.topic\"]",
            ",\"not_types\":[\"m.room.redaction\",\"m.room.name\"]",
            ",\"not_senders\":[\"" + someone + "\"]",
            ",\"contains_url\":false");
    String state =
        oneOf(
            random,
            "",
            "",
            "",
            ",\"not_types\":[\"m.room.name\"]",
            ",\"types\":[\"m.room.member\",\"org.bongsu.*\"]",
            ",\"not_senders\":[\"" + someone + "\"]");
    String filter =
        "{\"room\":{\"include_leave\":%b,\"timeline\":{\"limit\":%s%s},\"state\":{%s%s}}}"
            .formatted(
                random.nextBoolean(),
                oneOf(random, "0", "1", "2", "5", "10", "100"),
                timeline,
                "\"lazy_load_members\":" + (random.nextInt(3) == 0),
                state);
    SyncQuery.StateForm[] forms = SyncQuery.StateForm.values();
    return new ModelClient(server, user, filter, forms[random.nextInt(2)]);
  }

  private static String oneOf(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }

  private static void sync(long seed, RandomRooms rooms, ModelClient client) {
    client.sync(false);
    rooms.note("-- sync by " + client);
    check(seed, rooms, client, "after an incremental sync");
    ModelClient other = client.forgetful();
    other.sync(true);
    check(seed, rooms, other, "after a sync with full_state");
  }

  private static void check(long seed, RandomRooms rooms, ModelClient client, String when) {
    for (RoomId room : rooms.rooms()) {
      List<String> faults = ExpectedState.faults(shard.db(), client, room);
      if (!faults.isEmpty()) {
        fail(
            "%s, %s, %s:%n%s%nhistory:%n%s%nonce more: %s%d"
                .formatted(
                    client,
                    room,
                    when,
                    String.join("\n", faults),
                    String.join("\n", rooms.done()),
                    AGAIN,
                    seed));
      }
    }
  }
}
