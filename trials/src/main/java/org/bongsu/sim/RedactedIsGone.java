package org.bongsu.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.command.RoomCommand;
import org.bongsu.id.EventId;
import org.bongsu.room.Rooms;
import org.bongsu.shard.RevocationRecords;
import org.bongsu.store.Db;

/** The text of a redacted event is in no table of any site. */
final class RedactedIsGone implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    List<String> gone = new ArrayList<>();
    for (History.Answered one : history.acknowledged()) {
      if (one.command() instanceof RoomCommand.SendEvent send && !Markers.in(send).isEmpty()) {
        EventId id =
            Workload.eventIn(((org.bongsu.command.Outcome.Accepted) one.outcome()).result());
        new Rooms(sites.storeOf(send.entity()))
            .event(id)
            .filter(event -> event.redactedBy() != null)
            .ifPresent(redacted -> gone.add(Markers.in(send)));
      }
    }
    for (Db db : sites.allStores()) {
      Set<String> there = new HashSet<>(Markers.in(String.join("\n", Tables.everything(db))));
      RevocationRecords.from(db, 0, Integer.MAX_VALUE)
          .forEach(one -> there.addAll(Markers.in(new String(one.encoded(), UTF_8))));
      Optional<String> left = gone.stream().filter(there::contains).findFirst();
      if (left.isPresent()) {
        return Optional.of("redacted, and still there: " + left.get());
      }
    }
    return Optional.empty();
  }
}
