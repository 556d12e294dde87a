package org.bongsu.shard;

import org.bongsu.command.CommandLevels;

/** What shards need to know about the other sites that apply the same log. */
public interface Replicas {
  /** A single machine: no other sites. */
  Replicas NONE =
      new Replicas() {
        @Override
        public boolean isLeader() {
          return true;
        }

        @Override
        public int level() {
          return CommandLevels.NEWEST;
        }
      };

  /** Whether this node is the leader now. The answer may change at any time. */
  boolean isLeader();

  /** The newest level that every site knows; see {@link CommandLevels}. */
  int level();
}
