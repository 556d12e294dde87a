package org.bongsu.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand.ChangeDelayedEvent;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.Outcome;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.command.UserCommand;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/**
 * A timer that was set and not cancelled takes effect once, and not before it is due by the entry's
 * time; a cancelled one never does. Checked with a model of the log and against the events in the
 * rooms.
 */
final class TimersFireOnce implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    for (int shard = 0; shard < sites.map().count(); shard++) {
      int number = shard;
      List<History.Applied> entries =
          history.applied().stream()
              .filter(entry -> entry.shard() == number)
              .sorted(Comparator.comparingLong(History.Applied::position))
              .toList();
      Model model = new Model();
      entries.forEach(model::applied);
      model.end(sites.any().db(shard));
      if (!model.wrong.isEmpty()) {
        return Optional.of("shard %d: %s".formatted(shard, model.wrong.getFirst()));
      }
    }
    return Optional.empty();
  }

  /** The timers of one shard according to its log. */
  private static final class Model {
    private record Waiting(DelayEvent what, long dueMillis) {}

    final List<String> wrong = new ArrayList<>();
    private final Map<String, Waiting> waiting = new TreeMap<>();
    private final Map<String, DelayEvent> all = new TreeMap<>();

    /** The delay ids of events that are in a room. */
    private final Set<String> sent = new HashSet<>();

    private final Map<Integer, Long> received = new HashMap<>();

    void applied(History.Applied entry) {
      Command command = entry.command();
      if (command instanceof ShardCommand.Deliver(int source, long sequence, Command inner)) {
        if (sequence != received.getOrDefault(source, 0L) + 1) {
          return; // repeated or out of order
        }
        received.put(source, sequence);
        command = inner;
      }
      switch (command) {
        case UserCommand.UserDeactivated gone ->
            waiting.values().removeIf(one -> one.what.sender().equals(gone.user()));
        case FireTimer fire -> fired(fire, entry);
        case DelayEvent delay when entry.outcome() instanceof Outcome.Accepted ->
            set(delay, entry.timeMillis());
        case ChangeDelayedEvent change when entry.outcome() instanceof Outcome.Accepted ->
            changed(change, entry.timeMillis());
        default -> {}
      }
    }

    /** A retried transaction sets no second timer. */
    private void set(DelayEvent delay, long timeMillis) {
      if (all.putIfAbsent(delay.delayId(), delay) == null) {
        waiting.put(delay.delayId(), new Waiting(delay, timeMillis + delay.delayMillis()));
      }
    }

    private void changed(ChangeDelayedEvent change, long timeMillis) {
      Waiting one = waiting.remove(change.delayId());
      if (one == null) {
        wrong.add(change + " was accepted, and no timer was pending");
        return;
      }
      switch (change.action()) {
        case CANCEL -> {}
        case RESTART ->
            waiting.put(
                change.delayId(), new Waiting(one.what, timeMillis + one.what.delayMillis()));
        case SEND -> sent.add(change.delayId());
      }
    }

    private void fired(FireTimer fire, History.Applied entry) {
      Waiting one = waiting.get(fire.id());
      boolean due =
          one != null && one.dueMillis == fire.dueMillis() && one.dueMillis <= entry.timeMillis();
      ObjectNode result =
          entry.outcome() instanceof Outcome.Accepted(ObjectNode accepted)
              ? accepted
              : Json.object();
      if (result.path("fired").asBoolean(false) != due) {
        wrong.add("%s at %d gave %s".formatted(fire, entry.timeMillis(), entry.outcome()));
      }
      if (due) {
        waiting.remove(fire.id());
        if (result.has("result")) {
          sent.add(fire.id());
        }
      }
    }

    /** Each event has a marker of its own. */
    void end(Db db) {
      waiting.forEach((id, one) -> wrong.add(id + " never fired, due at " + one.dueMillis));
      Map<String, Integer> there = new HashMap<>();
      db.list("SELECT content FROM event WHERE transaction_id IS NULL", row -> row.getString(1))
          .forEach(content ->
              Markers.in(content).forEach(marker -> there.merge(marker, 1, Integer::sum)));
      all.forEach((id, delay) -> {
        String marker = Markers.in(Json.text(delay.event().content())).getFirst();
        int count = there.getOrDefault(marker, 0);
        if (count != (sent.contains(id) ? 1 : 0)) {
          wrong.add("%s is there %d times: %s".formatted(id, count, delay));
        }
      });
    }
  }
}
