package org.bongsu.room;

import org.bongsu.id.EventId;
import tools.jackson.databind.JsonNode;

/**
 * Determines the thread of an event (client-server API, threading): from its own relation, or from
 * that of the event to which it relates in another way.
 */
public final class Threads {
  /** The id for events that belong to no thread. */
  public static final String MAIN = "main";

  /** Maximum relations followed from an event (specification: three). */
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
