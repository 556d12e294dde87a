package org.bongsu.sim;

/**
 * The size of a simulated deployment, and how long it runs.
 *
 * @param shards of the deployment
 * @param sites each with a replica of every shard
 * @param users each with one to three devices
 * @param seconds simulated time with load and faults; afterwards everything settles
 * @param faults number of faults in that time
 * @param evenly whether all actions have the same weight, instead of mostly messages
 */
public record SimOptions(
    int shards, int sites, int users, int seconds, int faults, boolean evenly) {
  public SimOptions {
    if (shards < 1 || sites < 1 || users < 2 || seconds < 1 || faults < 0) {
      throw new IllegalArgumentException("at least 1 shard, 1 site, 2 users, 1 second, 0 faults");
    }
  }

  /** Small enough for hundreds of seeds, large enough that shards and sites have to agree. */
  public static SimOptions defaults() {
    return new SimOptions(3, 3, 4, 5, 5, false);
  }
}
