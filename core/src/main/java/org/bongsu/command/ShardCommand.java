package org.bongsu.command;

import tools.jackson.databind.node.ArrayNode;

/**
 * Commands addressed to a shard, not to an entity. Appended by the relay, by effects and by the
 * leader, never for a client.
 */
public sealed interface ShardCommand extends Command {

  /**
   * Delivers a command from another shard's outbox. It is applied only if {@code sequence} is the
   * next one from that shard, so a delivery may be appended repeatedly, but is applied once and in
   * order.
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
     * A no-op entry. Once it is applied, everything that was durable before it was appended has
     * been applied.
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
   * The progress of an effects worker on this shard: every task from entries before {@code
   * position} is done, except those in {@code waiting}.
   *
   * @param worker its unique name
   * @param waiting pending and failed tasks, in the worker's own format
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
   * From here on the log is applied at this level; see {@link CommandLevels}. Appended once every
   * site knows the level. It changes nothing if the level is already this high.
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

  /**
   * From here on the deployment is of another epoch: it was restored from a backup, and clients'
   * tokens may name positions of a history that is lost. On the first shard only; it travels with
   * the log and the shard's file to every site.
   *
   * @param epoch letters, unique among all that the deployment had
   */
  record BeginEpoch(String epoch) implements ShardCommand {
    @Override
    public boolean revokes() {
      return false;
    }

    @Override
    public String entity() {
      throw new IllegalStateException("an epoch is addressed to a shard");
    }
  }

  /**
   * Hides what this shard holds, because revocations that came later are lost: the events of its
   * rooms, except what is needed to use a room ({@code room.Seal}), until {@link
   * RoomCommand.ReleaseSealed}; and the profiles of its accounts, except display names, until their
   * owners set fields again or {@link UserCommand.ReleaseProfile}. What a former seal hid and was
   * released since is hidden again.
   *
   * <p>For a restore: every shard is sealed after all deliveries between shards, which may carry
   * profiles, and before a client is served.
   */
  record Seal() implements ShardCommand {
    @Override
    public boolean revokes() {
      return true;
    }

    @Override
    public String entity() {
      throw new IllegalStateException("a seal is addressed to a shard");
    }
  }

  /**
   * Applies a revocation again, on the shard that accepted it in a history that the restored state
   * lacks. Because it was accepted once, permissions are not checked again; form and existence are.
   * It never gives access: it signs nobody in, and it makes nobody a member of a room or invites
   * them. A command that is no revocation is refused.
   */
  record Reapply(Command command) implements ShardCommand {
    @Override
    public boolean revokes() {
      return command.revokes();
    }

    @Override
    public String entity() {
      throw new IllegalStateException("a reapplied command is addressed to a shard");
    }
  }
}
