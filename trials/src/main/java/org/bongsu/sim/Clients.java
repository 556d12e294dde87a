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
 * The simulated devices: each sends a command to a site, waits for the answer, and sends it again,
 * perhaps to another site, if none comes.
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
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final Fixture fixture;
  private final Workload workload;
  private final History history;
  private final List<SimulatedDevice> devices = new ArrayList<>();
  private final List<Request> open = new ArrayList<>();
  private boolean stopped;

  /** By the origin in the entry, as in the server. */
  private final Map<String, Waiting> waiting = new HashMap<>();

  Clients(Sites sites, Scheduler scheduler, SeededRandom random, History history, boolean evenly) {
    this.sites = sites;
    this.scheduler = scheduler;
    this.random = random;
    this.history = history;
    this.fixture = new Fixture();
    this.workload = new Workload(fixture, random, scheduler, sites.map(), evenly);
  }

  List<SimulatedDevice> devices() {
    return devices;
  }

  /** Registers the users and logs in their other devices. */
  void start(int users) {
    for (int user = 0; user < users; user++) {
      fixture.users.add(Workload.user(user));
      for (int device = random.below(3); device >= 0; device--) {
        devices.add(
            new SimulatedDevice(Workload.user(user), new org.bongsu.id.DeviceId("D" + device)));
      }
    }
    for (SimulatedDevice device : devices) {
      boolean first = device.id.value().equals("D0");
      Command command = first ? workload.register(device) : workload.logIn(device);
      scheduler.after(
          first ? random.below(20) : 100 + random.below(100), () -> send(device, command));
    }
  }

  private void act(SimulatedDevice device) {
    if (stopped) {
      return;
    }
    device.commands++;
    send(device, workload.next(device));
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
    Site site = random.pick(sites.all());
    if (site.serves()) {
      scheduler.after(random.between(1, 30), () -> submit(request, attempt, site));
    }
    scheduler.after(ANSWER_WITHIN_MILLIS, () -> retry(request, attempt));
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
    if (random.percent(3)) { // the log refuses the append
      scheduler.after(random.between(1, 50), () -> retry(request, attempt));
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
    if (!submitted || random.percent(3)) { // an entry in the log may also be reported as failed
      waiting.remove(origin);
      scheduler.after(random.between(1, 50), () -> retry(request, attempt));
    }
  }

  /**
   * A site has applied an entry; the request that waits for it there is answered, unless the answer
   * is lost.
   */
  void applied(Site site, StateMachine.Applied applied) {
    Waiting answered = waiting.get(applied.entry().origin());
    if (answered != null && answered.site == site.number()) {
      waiting.remove(applied.entry().origin());
      if (!random.percent(6)) {
        answer(site, answered.request, applied);
      }
    }
  }

  /** A revocation is answered once no site shows what was revoked, as in the server. */
  private void answer(Site site, Request request, StateMachine.Applied applied) {
    if (!request.command.revokes() || site.skipsRevocationWait()) {
      acknowledge(site, site.positions(), request, applied);
      return;
    }
    int shard = sites.map().shardOf(request.command.entity());
    int attempt = request.attempts;
    long deadline = scheduler.nowMillis() + DELIVERED_WITHIN_MILLIS;
    afterDelivered(
        site,
        shard,
        site.sent(shard),
        deadline,
        () -> {
          long[] waitedFor = site.positions();
          site.servingState()
              .awaitRevokedEverywhere(known -> {
                if (known) {
                  acknowledge(site, waitedFor, request, applied);
                } else {
                  retry(request, attempt);
                }
              });
        });
  }

  /** After the deadline nothing is done: the device has sent its command again by then. */
  private void afterDelivered(
      Site site, int source, List<Delivery> sent, long deadline, Runnable then) {
    if (!site.isUp() || scheduler.nowMillis() > deadline) {
      return;
    }
    if (sent.stream().allMatch(delivery -> site.hasReceived(source, delivery))) {
      then.run();
    } else {
      scheduler.after(
          DELIVERED_LOOK_MILLIS, () -> afterDelivered(site, source, sent, deadline, then));
    }
  }

  /**
   * Whether the command is a revocation is looked up in {@link ExpectedRevocations}, as {@link
   * Command#revokes} may be wrong.
   *
   * @param waitedFor positions that every site which answers from now on has applied, if the
   *     request waited for them
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
    history.revoked(new History.Revoked(shard, position, scheduler.nowMillis(), command));
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
    scheduler.after(random.between(1, 60), () -> act(request.device));
  }

  private void giveUp(Request request) {
    close(request);
    history.unanswered(
        new History.Unanswered(request.device.name(), request.number, request.command));
    scheduler.after(random.between(1, 60), () -> act(request.device));
  }

  private void close(Request request) {
    request.settled = true;
    open.remove(request);
  }

  private void learn(Request request, ObjectNode result) {
    switch (request.command) {
      case RoomCommand.CreateRoom create -> fixture.rooms.add(create.room());
      case RoomCommand.SendEvent send when send.event().type().equals(EventTypes.MESSAGE) ->
          fixture
              .messagesIn(send.room())
              .add(new Fixture.Message(Workload.eventIn(result), send.sender(), Markers.in(send)));
      case DelayEvent delay -> fixture.delayIds.add(delay.delayId());
      default -> {}
    }
  }

  /** Ends the run: requests that still wait get no answer. */
  void stop() {
    stopped = true;
    List.copyOf(open).forEach(this::giveUp);
  }
}
