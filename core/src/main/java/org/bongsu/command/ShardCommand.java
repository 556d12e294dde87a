package org.bongsu.command;

import tools.jackson.databind.node.ArrayNode;

/** What shards and workers tell a shard; written by the relay and by effects, never by a client. */
public sealed interface ShardCommand extends Command {

  /**
   * Hands over the command that stood in another shard's outbox. It is applied only where {@code
   * sequence} follows on the last one from that shard, so a delivery may be repeated but neither
   * doubled nor overtaken.
   */
  record Deliver(int source, long sequence, Command command) implements ShardCommand {
    @Override
    public boolean revokes() {
      return command.revokes();
    }

    @Override
    public String entity() {
      throw new IllegalStateException("a delivery is addressed to a shard, not to an entity");
    }
  }

  /** Everything up to {@code sequence} has been applied by {@code target} and may be dropped. */
  record Acknowledge(int target, long sequence) implements ShardCommand {
    @Override
    public boolean revokes() {
      return false;
    }

    /**
     * An entry that changes nothing: whoever sees it applied knows that everything which was
     * durable before it was appended has been applied.
     */
    public static Acknowledge nothing(int shard) {
      return new Acknowledge(shard, 0);
    }

    @Override
    public String entity() {
      throw new IllegalStateException("an acknowledgement is addressed to a shard");
    }
  }

  /**
   * What an effects worker has done of what this shard's events ask for: everything before {@code
   * position}, except for what is {@code waiting}.
   *
   * @param worker its name, which others do not have
   * @param waiting what was not done yet or failed, in the worker's own form
   */
  record EffectsDone(String worker, long position, ArrayNode waiting) implements ShardCommand {
    @Override
    public boolean revokes() {
      return false;
    }

    @Override
    public String entity() {
      throw new IllegalStateException("a worker's progress is addressed to a shard");
    }
  }

  /**
   * From here on the log is applied as this level says; see {@link CommandLevels}. Appended once
   * every site knows the level. Appended again, or after a higher one, it changes nothing.
   */
  record ActivateLevel(int level) implements ShardCommand {
    @Override
    public boolean revokes() {
      return false;
    }

    @Override
    public String entity() {
      throw new IllegalStateException("a level is addressed to a shard");
    }
  }
}
