package org.bongsu.command;

/** What shards tell each other; written by the relay, never by a client. */
public sealed interface ShardCommand extends Command {

  /**
   * Hands over the command that stood in another shard's outbox. It is applied only where {@code
   * sequence} follows on the last one from that shard, so a delivery may be repeated but neither
   * doubled nor overtaken.
   */
  record Deliver(int source, long sequence, Command command) implements ShardCommand {
    @Override
    public String entity() {
      throw new IllegalStateException("a delivery is addressed to a shard, not to an entity");
    }
  }

  /** Everything up to {@code sequence} has been applied by {@code target} and may be dropped. */
  record Acknowledge(int target, long sequence) implements ShardCommand {
    @Override
    public String entity() {
      throw new IllegalStateException("an acknowledgement is addressed to a shard");
    }
  }
}
