package org.bongsu.crash;

/**
 * Faults and load of a crash trial.
 *
 * @param rounds how many times the server is killed or loses its disk
 * @param seed of the times of faults and of what people do; threads and the network are not seeded
 * @param people who act concurrently
 * @param rooms in which all of them are
 * @param roundMessagesMax each round lasts until a random number of messages, up to this one, has
 *     been acknowledged
 */
public record CrashOptions(
    int rounds, long seed, int people, int rooms, int roundMessagesMax, Fault fault) {
  /** What happens to the server. */
  public enum Fault {
    /** SIGKILL. */
    KILL,
    /** Its disk becomes full, and later has space again. */
    DISK_FULL,
    /** Its disk becomes read-only, as after an I/O error. */
    READ_ONLY
  }

  public CrashOptions {
    if (rounds < 1 || people < 1 || rooms < 1 || roundMessagesMax < 1) {
      throw new IllegalArgumentException("rounds, people, rooms and messages are at least 1");
    }
  }

  public static CrashOptions of(int rounds, long seed, Fault fault) {
    return new CrashOptions(rounds, seed, 16, 5, 600, fault);
  }
}
