package org.bongsu.shard;

import org.bongsu.command.CommandLevels;

/** What shards ask about the other sites that apply the same log. */
public interface Replicas {
  /** On one machine there are none. */
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

  /** Whether this node carries what a lost one has left; asked again and again. */
  boolean isLeader();

  /** The newest level that every site knows; see {@link CommandLevels}. */
  int level();
}
