package org.bongsu.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;

/** In each room a device's messages are in the order in which it sent them. */
final class OrderKept implements Checker {
  private record Last(long number, long ordering) {}

  @Override
  public Optional<String> check(History history, Sites sites) {
    Map<String, Last> lasts = new HashMap<>();
    for (History.Answered one : history.acknowledged()) {
      if (!(one.command() instanceof RoomCommand.SendEvent send)
          || send.event().stateKey() != null) {
        continue; // unchanged state is answered with the earlier event
      }
      Outcome.Accepted accepted = (Outcome.Accepted) one.outcome();
      Optional<StoredEvent> event =
          new Rooms(sites.storeOf(send.entity())).event(Workload.eventIn(accepted.result()));
      if (event.isEmpty()) {
        continue; // AcknowledgedKept reports it
      }
      Last last = new Last(one.number(), event.get().ordering());
      Last before = lasts.put(one.device() + "|" + send.room(), last);
      if (before != null && before.number < last.number && before.ordering > last.ordering) {
        return Optional.of(
            "%s sent %s in %s later than an event that comes after it"
                .formatted(one.device(), send.transactionId(), send.room()));
      }
    }
    return Optional.empty();
  }
}
