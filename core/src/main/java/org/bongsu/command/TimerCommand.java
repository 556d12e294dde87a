package org.bongsu.command;

/** Appended by the leader when a timer is due; addressed to the timer's shard. */
public sealed interface TimerCommand extends Command {
  @Override
  default String entity() {
    throw new IllegalStateException("a timer's command is addressed to a shard, not to an entity");
  }

  /**
   * Fires a timer: removes it and hands it to its subject, if it is still set for this time and the
   * entry is not earlier. Otherwise nothing changes, so it may be appended twice, late, or by a
   * site that is no longer the leader. The result has {@code fired}: true or false.
   */
  record FireTimer(TimerSubject subject, String id, long dueMillis) implements TimerCommand {
    /** No client waits for it. */
    @Override
    public boolean revokes() {
      return false;
    }
  }
}
