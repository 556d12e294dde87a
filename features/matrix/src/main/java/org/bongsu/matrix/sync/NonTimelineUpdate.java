package org.bongsu.matrix.sync;

import java.util.Optional;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** A joined room in which no event is new, but something beside them is. */
record NonTimelineUpdate(Db db, UserId user, String room) {

  /** The section with what is new; empty where the user is not in the room. */
  Optional<ObjectNode> section(RoomEphemera extras) {
    return new UserRooms(db)
        .of(user, new RoomId(room))
        .filter(UserRooms.UserRoom::isJoined)
        .flatMap(member -> {
          ObjectNode section = Json.object();
          ObjectNode timeline = section.putObject("timeline");
          timeline.putArray("events");
          timeline.put("limited", false);
          timeline.put("prev_batch", new TimelineToken(member.room().lastEvent() + 1).toString());
          return extras.addToQuiet(section, member.room())
              ? Optional.of(section)
              : Optional.empty();
        });
  }
}
