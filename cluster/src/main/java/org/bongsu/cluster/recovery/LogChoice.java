package org.bongsu.cluster.recovery;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bongsu.cluster.SitePlan;
import org.bongsu.cluster.checkpoint.Rebuild;
import org.bongsu.log.LostLog;

/** Which log a site continues, decided at its start, before its shards are opened. */
public final class LogChoice {
  private static final Duration RETRY = Duration.ofMillis(500);

  /** The decision. */
  public sealed interface Choice {
    /** The site belongs to the log that is there. */
    record Continue(String id) implements Choice {}

    /** It does not: the site must write to no log, and apply none. */
    record Lost(String why) implements Choice {}
  }

  private final Path data;
  private final int shards;
  private final Optional<long[]> begins;
  private final SitePlan.Engine engine;
  private final List<URI> peers;
  private final PeerLogs logs;
  private final Consumer<String> progress;
  private String said = "";

  /**
   * Makes the choice of a site.
   *
   * @param data its directory
   * @param begins where the log of a deployment that was migrated from a single machine begins
   * @param peers where the other sites listen for this one
   * @param progress receives messages for the operator
   */
  public LogChoice(
      Path data,
      int shards,
      Optional<long[]> begins,
      SitePlan.Engine engine,
      List<URI> peers,
      PeerLogs logs,
      Consumer<String> progress) {
    this.data = data;
    this.shards = shards;
    this.begins = begins;
    this.engine = engine;
    this.peers = List.copyOf(peers);
    this.logs = logs;
    this.progress = progress;
  }

  /**
   * Decides. The identity of the log that is continued is durable when this returns.
   *
   * <p>A site without data waits until another site answers: from here the first start of a
   * deployment and the loss of a whole site together with the log look the same.
   */
  public Choice make() throws IOException, InterruptedException {
    Choice choice = choose();
    if (choice instanceof Choice.Continue(String id)) {
      LogMark.write(data, id);
    }
    return choice;
  }

  private Choice choose() throws IOException, InterruptedException {
    Optional<String> own = LogMark.read(data);
    long[] applied = Rebuild.isWanted(data) ? new long[shards] : Rebuild.applied(data, shards);
    if (own.isPresent()) {
      return check(own.get(), engine.logId(), applied);
    }
    if (isMigrated(applied)) {
      engine.createLog();
      return new Choice.Continue(await());
    }
    if (Arrays.stream(applied).anyMatch(position -> position > 0)) {
      // an earlier version, which noted no identity, has made it
      Optional<String> there = engine.logId();
      return check(there.orElse(""), there, applied);
    }
    return askPeers();
  }

  /** Whether its data ends where its deployment's log is to begin: no entry was applied since. */
  private boolean isMigrated(long[] applied) {
    if (begins.isEmpty()) {
      return false;
    }
    long[] first = begins.get();
    for (int shard = 0; shard < shards; shard++) {
      if (applied[shard] > first[shard]) {
        return false;
      }
    }
    return true;
  }

  private Choice check(String own, Optional<String> there, long[] applied)
      throws InterruptedException {
    if (there.isEmpty()) {
      return new Choice.Lost("the log is missing: " + LostLog.ADVICE);
    }
    if (!there.get().equals(own)) {
      return new Choice.Lost("the log was deleted and created again: " + LostLog.ADVICE);
    }
    long[] end = engine.bounds().end();
    for (int shard = 0; shard < shards; shard++) {
      if (end[shard] < applied[shard]) {
        return new Choice.Lost(
            "the log has lost records: shard %d ends at position %d instead of %d: %s"
                .formatted(shard, end[shard], applied[shard], LostLog.ADVICE));
      }
    }
    return new Choice.Continue(own);
  }

  private String await() throws InterruptedException {
    Optional<String> id = engine.logId();
    while (id.isEmpty()) {
      Thread.sleep(RETRY);
      id = engine.logId();
    }
    return id.get();
  }

  /** Without data and without a log of its own. */
  private Choice askPeers() throws InterruptedException {
    while (true) {
      Optional<String> there = engine.logId();
      List<LogState> states = new ArrayList<>();
      List<URI> silent = new ArrayList<>();
      boolean isOlder = false;
      for (URI peer : peers) {
        switch (logs.ask(peer)) {
          case PeerLogs.Answer.State(LogState state) -> states.add(state);
          case PeerLogs.Answer.Older older -> isOlder = true;
          case PeerLogs.Answer.Silent nobody -> silent.add(peer);
        }
      }
      if (there.isPresent()
          && (isOlder || states.stream().anyMatch(state -> state.follows(there.get())))) {
        return new Choice.Continue(there.get());
      }
      boolean isFirstStart = states.stream().noneMatch(LogChoice::isKnown);
      if (isFirstStart && !isOlder && silent.isEmpty()) {
        engine.createLog();
        return new Choice.Continue(await());
      }
      Optional<LogState> losing =
          states.stream().filter(state -> !state.lost().isEmpty()).findFirst();
      if (losing.isPresent() && !isFirstStart) {
        return new Choice.Lost(
            "this site has no data, and site %s has lost its log: %s"
                .formatted(losing.get().site(), LostLog.ADVICE));
      }
      say(
          silent.isEmpty()
              ? "this site has no data, and waits for a site that follows the log"
              : "this site has no data, and waits for " + silent + " to tell which log is right");
      Thread.sleep(RETRY);
    }
  }

  private static boolean isKnown(LogState state) {
    return state.hasData() || !state.log().isEmpty();
  }

  private void say(String text) {
    if (!text.equals(said)) {
      said = text;
      progress.accept(text);
    }
  }
}
