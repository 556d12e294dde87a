package org.bongsu.shard;

import java.time.Duration;
import java.util.List;
import org.bongsu.command.CommandLevels;
import org.bongsu.log.LogUnavailable;
import org.bongsu.store.StoreUnavailable;

/**
 * Appends {@link org.bongsu.command.ShardCommand.ActivateLevel} to the log of each shard whose
 * level is below the newest level that all sites know. Only the leader does so; an entry that is
 * appended twice, or by several sites, changes nothing. It checks once a second and ends when every
 * shard has the newest level of this version.
 */
final class LevelActivation implements AutoCloseable {
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(LevelActivation.class.getName());

  private final List<Shard> shards;
  private final Replicas replicas;
  private final Thread thread;

  LevelActivation(List<Shard> shards, Replicas replicas) {
    this.shards = shards;
    this.replicas = replicas;
    this.thread = Thread.ofPlatform().name("levels").unstarted(this::activateUntilNewest);
  }

  void start() {
    thread.start();
  }

  private void activateUntilNewest() {
    try {
      while (!isComplete()) {
        if (replicas.isLeader()) {
          append(replicas.level());
        }
        Thread.sleep(CHECK_EVERY);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(int knownToAll) {
    for (Shard shard : shards) {
      CommandLevels.due(shard.level(), Math.min(knownToAll, CommandLevels.NEWEST))
          .ifPresent(next -> {
            try {
              shard.submit(next);
            } catch (LogUnavailable | StoreUnavailable later) {
              LOG.log(System.Logger.Level.DEBUG, later.getMessage());
            }
          });
    }
  }

  /** Whether every shard has the newest level of this version. */
  boolean isComplete() {
    return shards.stream().allMatch(shard -> shard.level() >= CommandLevels.NEWEST);
  }

  @Override
  public void close() {
    thread.interrupt(); // if it was not started, join returns at once
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
