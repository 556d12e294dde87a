package org.bongsu.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What to measure, on which server and how hard.
 *
 * @param parts what is measured; never empty
 */
public record BenchOptions(
    Target target, Crowd crowd, Load load, Set<Part> parts, Output output, Scale scale) {

  /**
   * Sends of one measured load that can be followed; a load that reaches it ends early and says so.
   */
  public static final int SENDS_MAX = 4_000_000;

  public BenchOptions {
    parts = Set.copyOf(parts);
    require(!parts.isEmpty(), "nothing to measure: name at least one part");
  }

  /** One closed loop against a server that the caller launches, nothing written to files. */
  public static BenchOptions defaults() {
    return new BenchOptions(
        Target.NONE, Crowd.DEFAULT, Load.DEFAULT, Set.of(Part.SENDS), Output.NONE, Scale.STANDARD);
  }

  /**
   * The server under test.
   *
   * @param url base address; empty if the bench launches its own server
   * @param sharedSecret of {@code /_synapse/admin/v1/register}; needed with {@code url}
   * @param serverPid process of a local server, for its CPU and memory
   * @param data its data directory, for bytes on disk; the limit is measured on the same disk
   */
  public record Target(
      Optional<URI> url,
      Optional<String> sharedSecret,
      OptionalLong serverPid,
      Optional<Path> data) {
    public static final Target NONE =
        new Target(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  /**
   * The simulated users. Empty values are chosen by the parts: 300 users, or 1,000 if 1,000 of them
   * sync.
   *
   * @param users accounts to register, 2 to 100,000
   * @param rooms rooms to create, 1 to 100,000; see {@link RoomPlan} for their sizes
   * @param syncing members that long-poll all the time, at most {@code users}
   * @param seed of sizes, members, texts and who sends next
   */
  public record Crowd(OptionalInt users, OptionalInt rooms, OptionalInt syncing, long seed) {
    public static final Crowd DEFAULT =
        new Crowd(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), 1);

    public Crowd {
      within("--users", users, 2, 100_000);
      within("--rooms", rooms, 1, 100_000);
      within("--syncing", syncing, 0, 100_000);
    }
  }

  /**
   * The load.
   *
   * @param senders connections that send, 1 to 10,000
   * @param seconds of each measured round, 1 to 3,600
   * @param rate sends a second at scheduled times (open loop); empty: as fast as they are
   *     acknowledged (closed loop)
   * @param limit also measure the most that this machine can do, see {@link org.bongsu.limit}
   */
  public record Load(int senders, int seconds, OptionalInt rate, boolean limit) {
    public static final Load DEFAULT = new Load(256, 10, OptionalInt.empty(), false);

    public Load {
      within("--senders", OptionalInt.of(senders), 1, 10_000);
      within("--seconds", OptionalInt.of(seconds), 1, 3_600);
      within("--rate", rate, 1, 100_000);
    }
  }

  /** Files to write: the numbers as JSON, the report as one HTML page. */
  public record Output(Optional<Path> json, Optional<Path> report) {
    public static final Output NONE = new Output(Optional.empty(), Optional.empty());
  }

  /**
   * Sizes of measurements that are not options of the command line; tests make them small.
   *
   * @param rounds of the closed loop; with the limit each is preceded by one of the limit
   * @param warmupMillis of load before a round counts; before the first of a server six times that
   * @param drainMillis wait for outstanding deliveries: ends when nothing came for this long, or
   *     after six times as long
   * @param settleMillis of rest before memory is read
   * @param pollsFrom idle long-polls at the first reading of memory
   * @param pollsTo idle long-polls at the second
   * @param busyRooms rooms of the user whose sync is measured
   * @param syncTries incremental syncs that are measured; initial ones a tenth of it
   * @param diskMessages messages that are weighed on disk
   * @param arriving clients that arrive at once
   */
  public record Scale(
      int rounds,
      int warmupMillis,
      int drainMillis,
      int settleMillis,
      int pollsFrom,
      int pollsTo,
      int busyRooms,
      int syncTries,
      int diskMessages,
      int arriving) {
    public static final Scale STANDARD =
        new Scale(3, 5_000, 5_000, 5_000, 1_000, 5_000, 200, 300, 20_000, 2_000);

    public Scale {
      require(rounds >= 1 && rounds <= 100, "rounds: 1 to 100");
      require(pollsTo > pollsFrom && pollsFrom >= 1, "long-polls must grow from at least 1");
      require(
          busyRooms >= 1 && syncTries >= 10 && diskMessages >= 1 && arriving >= 2,
          "sizes must be positive");
    }
  }

  /** Accounts to register. */
  int usersToRegister() {
    boolean many = parts.contains(Part.DELIVERY) || parts.contains(Part.LONGPOLL_MEMORY);
    return crowd.users().orElse(many ? 1_000 : 300);
  }

  /** Rooms to create. */
  int roomsToCreate() {
    return crowd.rooms().orElse(Math.max(1, usersToRegister() * 2 / 5));
  }

  private static void within(String name, OptionalInt value, int min, int max) {
    if (value.isPresent()) {
      int given = value.getAsInt();
      require(given >= min && given <= max, name + " must be " + min + " to " + max);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
