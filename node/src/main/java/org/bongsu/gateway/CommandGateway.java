package org.bongsu.gateway;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bongsu.cluster.Peers;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Applied;
import org.bongsu.shard.RevocationUnconfirmed;
import org.bongsu.shard.Shards;
import org.bongsu.store.StoreUnavailable;

/**
 * Appends commands, and waits: for each until it is durable and applied here; for one that {@link
 * Command#revokes} also until all shards have learnt of it and every site has applied that. So
 * whoever is told that something was taken back can rely on no site showing it any more.
 *
 * <p>A refused command is waited for as well: the refusal may tell the client that a first try,
 * which was not confirmed, has done the work.
 *
 * <p>All methods but {@link #note} throw {@link LogUnavailable} or {@link StoreUnavailable} if a
 * command was not applied in time, and may still be, and {@link RevocationUnconfirmed} if it was
 * applied here and not all others have confirmed it.
 */
public final class CommandGateway {
  private static final System.Logger LOG = System.getLogger(CommandGateway.class.getName());

  private final Shards shards;
  private final Peers sites;

  public CommandGateway(Shards shards, Peers sites) {
    this.shards = shards;
    this.sites = sites;
  }

  /** Applies a command. */
  public Outcome apply(Command command) {
    return inTurn(steps -> steps.apply(command));
  }

  /**
   * As {@link #apply}, and waits a little until other shards have learnt of it, whatever the
   * command: a client that reads right afterwards finds it there.
   */
  public Outcome applyEverywhere(Command command) {
    return inTurn(steps -> {
      Applied applied = steps.submit(command);
      if (!command.revokes()) {
        shards.awaitDelivered(applied);
      }
      return applied.outcome();
    });
  }

  /** Applies commands side by side, and returns their outcomes in order. */
  public List<Outcome> applyAll(List<? extends Command> commands) {
    List<Outcome> outcomes = shards.applyAll(commands);
    awaitRevokedEverywhere(
        commands.stream()
            .filter(Command::revokes)
            .map(command -> shards.shardOf(command.entity()))
            .collect(Collectors.toCollection(TreeSet::new)));
    return outcomes;
  }

  /**
   * Applies commands one after the other, as their outcomes demand, and waits once, at the end, for
   * what all of them have taken back. For work that should not stop half-way because a site is slow
   * to follow. If {@code work} throws, nobody is told anything of what it did, so nothing is waited
   * for.
   */
  public <T> T inTurn(Function<Steps, T> work) {
    Steps steps = new Steps();
    T result = work.apply(steps);
    awaitRevokedEverywhere(steps.revokedOn);
    return result;
  }

  /** What {@link #inTurn} applies. */
  public final class Steps {
    private final Set<Integer> revokedOn = new TreeSet<>();

    private Steps() {}

    public Outcome apply(Command command) {
      return submit(command).outcome();
    }

    private Applied submit(Command command) {
      Applied applied = shards.apply(command);
      if (command.revokes()) {
        revokedOn.add(applied.shard());
      }
      return applied;
    }
  }

  /**
   * Appends a command for which nobody waits and which may be lost: another one like it follows.
   *
   * @throws IllegalArgumentException if it takes something back
   */
  public void note(Command command) {
    if (command.revokes()) {
      throw new IllegalArgumentException("somebody must wait for a " + command.getClass());
    }
    try {
      shards.submit(command);
    } catch (LogUnavailable | StoreUnavailable later) {
      LOG.log(System.Logger.Level.DEBUG, "not noted: " + later.getMessage());
    }
  }

  private void awaitRevokedEverywhere(Set<Integer> revokedOn) {
    if (revokedOn.isEmpty()) {
      return;
    }
    for (int shard : revokedOn) {
      if (!shards.awaitOutboxDelivered(shard)) {
        throw new RevocationUnconfirmed("not every shard has followed yet");
      }
    }
    try {
      sites.awaitRevokedEverywhere();
    } catch (LogUnavailable e) {
      throw new RevocationUnconfirmed("not every site has followed yet", e);
    }
  }
}
