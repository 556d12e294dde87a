package org.bongsu.delayed;

import java.util.Optional;
import org.bongsu.apply.Tx;
import org.bongsu.command.DelayedEventCommand;
import org.bongsu.command.DelayedEventCommand.ChangeDelayedEvent;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.TimerSubject;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.UserId;
import org.bongsu.room.RoomApply;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.store.Db;
import org.bongsu.timer.Timer;
import org.bongsu.timer.TimerOwner;
import org.bongsu.timer.Timers;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about delayed events, and sends them when their timers fire. */
public final class DelayedEventApply implements TimerOwner {
  private final Timers timers;
  private final Rooms rooms;
  private final RoomApply sending;

  /**
   * @param sending applies the commands that send the events
   */
  public DelayedEventApply(Db db, RoomApply sending) {
    this.timers = new Timers(db);
    this.rooms = new Rooms(db);
    this.sending = sending;
  }

  public Outcome apply(DelayedEventCommand command, Tx tx) {
    return switch (command) {
      case DelayEvent delay -> delay(delay, tx);
      case ChangeDelayedEvent change -> change(change, tx);
    };
  }

  /** Accepted with {@code {"delay_id":…}}. */
  private Outcome delay(DelayEvent delay, Tx tx) {
    Optional<RoomRow> room = rooms.find(delay.room());
    if (room.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such room.");
    }
    if (!rooms.isJoined(room.get(), delay.sender())) {
      return Outcome.refused(Refusal.FORBIDDEN, "You are not in this room.");
    }
    if (timers.find(TimerSubject.DELAYED_EVENT, delay.delayId()).isPresent()) {
      return Outcome.refused(Refusal.CONFLICT, "This delay id is taken.");
    }
    DelayedEvent waiting =
        new DelayedEvent(
            delay.room(), delay.sender(), delay.delayMillis(), tx.timeMillis(), delay.event());
    return set(delay.delayId(), waiting, tx)
        .<Outcome>map(refused -> refused)
        .orElseGet(() -> Outcome.accepted("delay_id", delay.delayId()));
  }

  private Optional<Outcome.Refused> set(String delayId, DelayedEvent waiting, Tx tx) {
    return timers.set(
        tx,
        new Timer(
            TimerSubject.DELAYED_EVENT,
            delayId,
            waiting.dueMillis(),
            waiting.sender().value(),
            waiting.toJson()));
  }

  private Outcome change(ChangeDelayedEvent change, Tx tx) {
    Optional<DelayedEvent> found =
        timers
            .find(TimerSubject.DELAYED_EVENT, change.delayId())
            .map(DelayedEvent::of)
            .filter(waiting ->
                tx.reapplies() || change.user() == null || change.user().equals(waiting.sender()));
    if (found.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such delayed event (any more).");
    }
    return switch (change.action()) {
      case CANCEL -> {
        timers.cancel(TimerSubject.DELAYED_EVENT, change.delayId());
        yield Outcome.accepted();
      }
      case RESTART ->
          set(change.delayId(), found.get().restarted(tx.timeMillis()), tx)
              .<Outcome>map(refused -> refused)
              .orElseGet(Outcome::accepted);
      case SEND -> sendNow(change.delayId(), found.get(), tx);
    };
  }

  /** If the room refuses the event, it stays scheduled: a refusal changes nothing. */
  private Outcome sendNow(String delayId, DelayedEvent waiting, Tx tx) {
    Outcome sent = send(waiting, tx);
    if (sent instanceof Outcome.Accepted) {
      timers.cancel(TimerSubject.DELAYED_EVENT, delayId);
    }
    return sent;
  }

  @Override
  public Outcome fired(Timer timer, Tx tx) {
    return send(DelayedEvent.of(timer), tx);
  }

  /**
   * Accepted with the event's id. The event has no transaction id: the device that scheduled it was
   * given a delay id instead.
   */
  private Outcome send(DelayedEvent waiting, Tx tx) {
    ObjectNode content = waiting.event().content();
    if (waiting.event().type().equals(EventTypes.REDACTION) && waiting.event().stateKey() == null) {
      Optional<EventId> target = redacted(content);
      return target.isEmpty()
          ? Outcome.refused(Refusal.INVALID, "The redaction does not name an event.")
          : sending.apply(
              new RoomCommand.RedactEvent(
                  waiting.room(), waiting.sender(), null, null, target.get(), content),
              tx);
    }
    return sending.apply(
        new RoomCommand.SendEvent(
            waiting.room(), waiting.sender(), null, null, waiting.event(), null),
        tx);
  }

  private static Optional<EventId> redacted(ObjectNode content) {
    try {
      return Optional.of(new EventId(content.path("redacts").asString("")));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Cancels all delayed events of a deactivated account. */
  public void userDeactivated(UserId user) {
    timers.cancelAll(TimerSubject.DELAYED_EVENT, user.value());
  }
}
