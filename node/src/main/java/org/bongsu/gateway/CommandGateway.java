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
 * Appends commands and waits: for each until it is durable and applied here; for one that {@link
 * Command#revokes} also until its outbox has been delivered to all shards and every site has
 * applied that or stopped serving, and until the {@link RevocationLedger} has it. Guarantee: once a
 * revocation has been answered, no site shows what it revoked.
 *
 * <p>A refused command waits as well, because the refusal may show the client that an earlier,
 * unconfirmed attempt has succeeded.
 *
 * <p>All methods but {@link #note} throw {@link LogUnavailable} or {@link StoreUnavailable} if a
 * command was not applied in time, and may still be, and {@link RevocationUnconfirmed} if it was
 * applied here but not all shards and sites have confirmed it in time.
 */
public final class CommandGateway {
  private static final System.Logger LOG = System.getLogger(CommandGateway.class.getName());

  private final Shards shards;
  private final Peers sites;
  private volatile RevocationLedger ledger = RevocationLedger.NONE;

  public CommandGateway(Shards shards, Peers sites) {
    this.shards = shards;
    this.sites = sites;
  }

  /**
   * From now on revocations are answered only once they are in this ledger. To be called while the
   * server starts, before requests.
   */
  public void ledger(RevocationLedger installed) {
    ledger = installed;
  }

  /** Applies a command. */
  public Outcome apply(Command command) {
    return inTurn(steps -> steps.apply(command));
  }

  /**
   * As {@link #apply}, but waits for any command, for a limited time, until its outbox has been
   * delivered to other shards, so that a client that reads right afterwards finds it there.
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

  /** Applies commands concurrently, and returns their outcomes in order. */
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
   * Applies commands one after the other and waits once, at the end, for the revocations of all of
   * them. For work whose commands depend on earlier outcomes, and that should not stop half-way
   * because a site is slow. If {@code work} throws, the client gets no outcome, so there is no
   * wait.
   */
  public <T> T inTurn(Function<Steps, T> work) {
    Steps steps = new Steps();
    T result = work.apply(steps);
    awaitRevokedEverywhere(steps.revokedOn);
    return result;
  }

  /** Applies the commands of {@link #inTurn}. */
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
   * Appends a command without waiting for it. It may be lost.
   *
   * @throws IllegalArgumentException if it revokes something
   */
  public void note(Command command) {
    if (command.revokes()) {
      throw new IllegalArgumentException("a revocation must be waited for: " + command.getClass());
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
        throw new RevocationUnconfirmed("not every shard has applied the revocation yet");
      }
    }
    try {
      sites.awaitRevokedEverywhere();
    } catch (LogUnavailable e) {
      throw new RevocationUnconfirmed("not every site has applied the revocation yet", e);
    }
    ledger.await(revokedOn);
  }
}
