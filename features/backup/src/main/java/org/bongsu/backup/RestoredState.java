package org.bongsu.backup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.bongsu.account.Accounts;
import org.bongsu.cluster.Peers;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.id.UserId;
import org.bongsu.log.LogUnavailable;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.shard.Applied;
import org.bongsu.shard.Shards;
import org.bongsu.store.StoreUnavailable;

/**
 * What is done to restored shards before anybody is served from them: the revocations after the
 * restored moment are applied again, or everything is sealed if they are not known; all devices are
 * signed out, and their one-time keys with them; and messages between shards are delivered.
 */
final class RestoredState {
  /**
   * What was done.
   *
   * @param mediaMissing how many photos and files the shards name that are not in the store
   */
  record Made(
      long reapplied,
      long reappliedInVain,
      long sessionsEnded,
      long mediaMissing,
      List<String> mediaMissingNames) {}

  private static final int IN_FLIGHT_MAX = 256;
  private static final int PAGE = 1_000;
  private static final int NAMES_MAX = 100;
  private static final long APPLIED_WITHIN_SECONDS = 60;
  private static final long AT_REST_WITHIN_SECONDS = 600;

  private final Shards shards;
  private final Deque<CompletableFuture<Applied>> inFlight = new ArrayDeque<>();
  private long accepted;
  private long refused;

  private RestoredState(Shards shards) {
    this.shards = shards;
  }

  /** Does all that. */
  static Made make(Shards shards, MediaStore media, LedgerPart ledger) {
    RestoredState state = new RestoredState(shards);
    state.awaitDelivered();
    state.reapply(ledger);
    long reapplied = state.accepted;
    long inVain = state.refused;
    if (!ledger.isComplete()) {
      state.awaitDelivered(); // what is still to be delivered may show profiles
      state.seal();
    }
    long sessionsEnded = state.endSessions();
    state.awaitDelivered();
    List<String> names = new ArrayList<>();
    long missing = state.missing(media, names);
    return new Made(reapplied, inVain, sessionsEnded, missing, names);
  }

  private void reapply(LedgerPart ledger) {
    for (RoundFile.Line line : ledger.lines()) {
      ShardCommand again =
          new ShardCommand.Reapply(
              EntryCodec.decode(line.record().position(), line.record().payload()).command());
      submit(shards.submit(line.shard(), again));
    }
    awaitAll();
  }

  private void seal() {
    for (int shard = 0; shard < shards.map().count(); shard++) {
      submit(shards.submit(shard, new ShardCommand.Seal()));
    }
    awaitAll();
  }

  private long endSessions() {
    CommandGateway commands = new CommandGateway(shards, Peers.NONE);
    long ended = 0;
    for (int shard = 0; shard < shards.map().count(); shard++) {
      List<UserId> users = accounts(shard, "");
      while (!users.isEmpty()) {
        commands.applyAll(
            users.stream().map(user -> new UserCommand.DeleteAllDevices(user, null)).toList());
        ended += users.size();
        users = accounts(shard, users.getLast().value());
      }
    }
    return ended;
  }

  private List<UserId> accounts(int shard, String after) {
    return shards
        .readers()
        .read(
            shard,
            db ->
                new Accounts(db).after(after, PAGE).stream().map(Accounts.Account::user).toList());
  }

  private void submit(CompletableFuture<Applied> answer) {
    inFlight.add(answer);
    if (inFlight.size() >= IN_FLIGHT_MAX) {
      await(inFlight.removeFirst());
    }
  }

  private void awaitAll() {
    while (!inFlight.isEmpty()) {
      await(inFlight.removeFirst());
    }
  }

  private void await(CompletableFuture<Applied> answer) {
    try {
      Outcome outcome = answer.get(APPLIED_WITHIN_SECONDS, TimeUnit.SECONDS).outcome();
      if (outcome instanceof Outcome.Accepted) {
        accepted++;
      } else {
        refused++;
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new LogUnavailable("not applied in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted");
    }
  }

  /** Waits until no shard has anything left for another one. */
  private void awaitDelivered() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(AT_REST_WITHIN_SECONDS);
    while (!isAtRest()) {
      if (System.nanoTime() - deadline > 0) {
        throw new StoreUnavailable("the shards do not come to rest");
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreUnavailable("interrupted");
      }
    }
  }

  private boolean isAtRest() {
    return shards
        .readers()
        .read(reader ->
            IntStream.range(0, reader.shards())
                .noneMatch(shard -> reader.shard(shard).exists("SELECT 1 FROM outbox")));
  }

  private record Named(String mediaId, String sha256) {}

  /** Media ids with content that is neither deleted nor here. */
  private long missing(MediaStore media, List<String> names) {
    long missing = 0;
    for (int shard = 0; shard < shards.map().count(); shard++) {
      String after = "";
      List<Named> page;
      do {
        String from = after;
        page =
            shards
                .readers()
                .read(
                    shard,
                    db ->
                        db.list(
                            "SELECT m.media_id, m.sha256 FROM media m"
                                + " LEFT JOIN media_deletion d USING (media_id)"
                                + " WHERE m.media_id > ? AND m.sha256 IS NOT NULL"
                                + " AND COALESCE(d.state, '') <> 'DELETED'"
                                + " ORDER BY m.media_id LIMIT ?",
                            row -> new Named(row.getString(1), row.getString(2)),
                            from,
                            PAGE));
        for (Named one : page) {
          after = one.mediaId;
          if (media.find(new ContentHash(one.sha256)).isEmpty()) {
            missing++;
            if (names.size() < NAMES_MAX) {
              names.add(one.mediaId);
            }
          }
        }
      } while (page.size() == PAGE);
    }
    return missing;
  }
}
