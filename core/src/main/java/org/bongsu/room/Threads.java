package org.bongsu.room;

import org.bongsu.id.EventId;
import tools.jackson.databind.JsonNode;

/**
 * To which thread events belong (client-server API, threading): by a relation of their own, or by
 * that of the event which they relate to in another way.
 */
public final class Threads {
  /** What does not belong to a thread. */
  public static final String MAIN = "main";

  /** Relations followed from an event to what it relates to (specification: three). */
  private static final int HOPS_MAX = 3;

  private Threads() {}

  /** The event id of the thread's root, or {@link #MAIN}. A root is not in its own thread. */
  public static String of(Rooms rooms, StoredEvent event) {
    StoredEvent at = event;
    for (int hop = 0; hop < HOPS_MAX; hop++) {
      if (!at.contentText().contains("m.relates_to")) {
        return MAIN;
      }
      JsonNode relatesTo = at.content().path("m.relates_to");
      String target = relatesTo.path("event_id").stringValue("");
      if (at.isState() || target.length() < 2 || !target.startsWith("$")) {
        return MAIN;
      }
      if (relatesTo.path("rel_type").stringValue("").equals("m.thread")) {
        return target;
      }
      StoredEvent next =
          relatesTo.path("rel_type").isString()
              ? rooms.event(new EventId(target)).orElse(null)
              : null;
      if (next == null || !next.roomId().equals(event.roomId())) {
        return MAIN;
      }
      at = next;
    }
    return MAIN;
  }
}
