package org.bongsu.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.apply.Delivery;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.shard.StateMachine;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulated devices and what lies between them and the log: they send a command to some site,
 * wait for the answer, and send it again, perhaps elsewhere, when none comes.
 */
final class Clients {
  private static final int ATTEMPTS_MAX = 8;
  private static final long ANSWER_WITHIN_MILLIS = 800;
  private static final long DELIVERED_WITHIN_MILLIS = 10_000;
  private static final long DELIVERED_LOOK_MILLIS = 5;

  private static final class Request {
    final SimulatedDevice device;
    final long number;
    final Command command;
    int attempts;
    boolean settled;

    Request(SimulatedDevice device, Command command) {
      this.device = device;
      this.number = device.commands;
      this.command = command;
    }
  }

  private record Waiting(int site, Request request) {}

  private final Sites sites;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private final Fixture town;
  private final Workload habits;
  private final History history;
  private final List<SimulatedDevice> devices = new ArrayList<>();
  private final List<Request> open = new ArrayList<>();
  private boolean stopped;

  /** By the origin that stands in the entry, as in the server. */
  private final Map<String, Waiting> waiting = new HashMap<>();

  Clients(Sites sites, Scheduler agenda, SeededRandom chance, History history, boolean evenly) {
    this.sites = sites;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
    this.town = new Fixture();
    this.habits = new Workload(town, chance, agenda, sites.map(), evenly);
  }

  List<SimulatedDevice> devices() {
    return devices;
  }

  /** People make their accounts and log further devices in. */
  void start(int users) {
    for (int user = 0; user < users; user++) {
      town.users.add(Workload.user(user));
      for (int device = chance.below(3); device >= 0; device--) {
        devices.add(
            new SimulatedDevice(Workload.user(user), new org.bongsu.id.DeviceId("D" + device)));
      }
    }
    for (SimulatedDevice device : devices) {
      boolean first = device.id.value().equals("D0");
      Command command = first ? habits.register(device) : habits.logIn(device);
      agenda.after(first ? chance.below(20) : 100 + chance.below(100), () -> send(device, command));
    }
  }

  private void act(SimulatedDevice device) {
    if (stopped) {
      return;
    }
    device.commands++;
    send(device, habits.next(device));
  }

  private void send(SimulatedDevice device, Command command) {
    Request request = new Request(device, command);
    open.add(request);
    attempt(request);
  }

  private void attempt(Request request) {
    if (request.settled) {
      return;
    }
    if (request.attempts == ATTEMPTS_MAX) {
      giveUp(request);
      return;
    }
    int attempt = ++request.attempts;
    Site site = chance.pick(sites.all());
    if (site.serves()) {
      agenda.after(chance.between(1, 30), () -> submit(request, attempt, site));
    }
    agenda.after(ANSWER_WITHIN_MILLIS, () -> retry(request, attempt));
  }

  private void retry(Request request, int attempt) {
    if (!request.settled && request.attempts == attempt) {
      history.retries++;
      attempt(request);
    }
  }

  private void submit(Request request, int attempt, Site site) {
    if (!site.serves()) {
      return;
    }
    if (chance.percent(3)) { // the log takes nothing now, and says so
      agenda.after(chance.between(1, 50), () -> retry(request, attempt));
      return;
    }
    String origin = request.device.name() + "#" + request.number + "." + attempt;
    waiting.put(origin, new Waiting(site.number(), request));
    int shard = sites.map().shardOf(request.command.entity());
    boolean submitted =
        site.submit(
            shard,
            origin,
            site.clockMillis(),
            request.command,
            offset -> {
              if (offset == SimulatedLog.UNDECIDED && waiting.remove(origin) != null) {
                retry(request, attempt);
              }
            });
    if (!submitted || chance.percent(3)) { // what is in the log may be told to have failed, too
      waiting.remove(origin);
      agenda.after(chance.between(1, 50), () -> retry(request, attempt));
    }
  }

  /**
   * A site has applied something; whoever waits for it there is told, unless the answer is lost.
   */
  void applied(Site site, StateMachine.Applied applied) {
    Waiting answered = waiting.get(applied.entry().origin());
    if (answered != null && answered.site == site.number()) {
      waiting.remove(applied.entry().origin());
      if (!chance.percent(6)) {
        answer(site, answered.request, applied);
      }
    }
  }

  /** What takes something back is answered when no site shows it any more, as in the server. */
  private void answer(Site site, Request request, StateMachine.Applied applied) {
    if (!request.command.revokes() || site.forgetsRevocations()) {
      acknowledge(site, site.positions(), request, applied);
      return;
    }
    int shard = sites.map().shardOf(request.command.entity());
    int attempt = request.attempts;
    long deadline = agenda.nowMillis() + DELIVERED_WITHIN_MILLIS;
    afterDelivered(
        site,
        shard,
        site.sent(shard),
        deadline,
        () -> {
          long[] waitedFor = site.positions();
          site.standing()
              .awaitRevokedEverywhere(known -> {
                if (known) {
                  acknowledge(site, waitedFor, request, applied);
                } else {
                  retry(request, attempt);
                }
              });
        });
  }

  /** If it takes too long, the device has sent its command again by then. */
  private void afterDelivered(
      Site site, int source, List<Delivery> sent, long deadline, Runnable then) {
    if (!site.isUp() || agenda.nowMillis() > deadline) {
      return;
    }
    if (sent.stream().allMatch(delivery -> site.hasReceived(source, delivery))) {
      then.run();
    } else {
      agenda.after(DELIVERED_LOOK_MILLIS, () -> afterDelivered(site, source, sent, deadline, then));
    }
  }

  /**
   * What must have been waited for is not asked of the command, which may answer wrongly.
   *
   * @param waitedFor what every site has applied that answers from now on, if anything was
   */
  private void acknowledge(
      Site site, long[] waitedFor, Request request, StateMachine.Applied applied) {
    boolean accepted = applied.outcome() instanceof Outcome.Accepted;
    if (!request.settled && accepted && ExpectedRevocations.contain(request.command)) {
      int shard = sites.map().shardOf(request.command.entity());
      revoked(shard, applied.entry().position(), request.command);
      for (Delivery delivery : applied.deliveries()) {
        long next = waitedFor[delivery.target()];
        boolean received = site.hasReceived(shard, delivery);
        revoked(delivery.target(), received ? next - 1 : next, request.command);
      }
    }
    settle(request, applied.outcome());
  }

  private void revoked(int shard, long position, Command command) {
    history.narrowed(new History.Narrowed(shard, position, agenda.nowMillis(), command));
  }

  private void settle(Request request, Outcome outcome) {
    if (request.settled) {
      return;
    }
    close(request);
    history.answered(
        new History.Answered(request.device.name(), request.number, request.command, outcome));
    if (outcome instanceof Outcome.Accepted(ObjectNode result)) {
      learn(request, result);
    }
    agenda.after(chance.between(1, 60), () -> act(request.device));
  }

  private void giveUp(Request request) {
    close(request);
    history.unanswered(
        new History.Unanswered(request.device.name(), request.number, request.command));
    agenda.after(chance.between(1, 60), () -> act(request.device));
  }

  private void close(Request request) {
    request.settled = true;
    open.remove(request);
  }

  private void learn(Request request, ObjectNode result) {
    switch (request.command) {
      case RoomCommand.CreateRoom create -> town.rooms.add(create.room());
      case RoomCommand.SendEvent send when send.event().type().equals(EventTypes.MESSAGE) ->
          town.messagesIn(send.room())
              .add(new Fixture.Message(Workload.eventIn(result), send.sender(), Markers.in(send)));
      case DelayEvent delay -> town.delayIds.add(delay.delayId());
      default -> {}
    }
  }

  /** The run ends: whoever still waits gets no answer. */
  void stop() {
    stopped = true;
    List.copyOf(open).forEach(this::giveUp);
  }
}
