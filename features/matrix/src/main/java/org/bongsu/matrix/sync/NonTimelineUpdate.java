package org.bongsu.matrix.sync;

import java.util.Optional;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.node.Epoch;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** A joined room with changes (such as receipts or typing) but no new event. */
record NonTimelineUpdate(Db db, UserId user, String room, Epoch epoch) {

  /** The room's section; empty if the user is not in the room. */
  Optional<ObjectNode> section(RoomEphemera ephemera) {
    return new UserRooms(db)
        .of(user, new RoomId(room))
        .filter(UserRooms.UserRoom::isJoined)
        .flatMap(member -> {
          ObjectNode section = Json.object();
          ObjectNode timeline = section.putObject("timeline");
          timeline.putArray("events");
          timeline.put("limited", false);
          timeline.put("prev_batch", epoch.write(new TimelineToken(member.room().lastEvent() + 1)));
          return ephemera.addWithoutTimeline(section, member.room())
              ? Optional.of(section)
              : Optional.empty();
        });
  }
}
