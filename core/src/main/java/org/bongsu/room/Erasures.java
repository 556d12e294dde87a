package org.bongsu.room;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.bongsu.event.EventTypes;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;

/**
 * Which events are hidden because their sender had the account erased (client-server API, account
 * deactivation): readers who joined the room before that see them as ever, all others get redacted
 * copies. A room's own state, such as its name, belongs to the room and stays.
 *
 * <p>Not thread-safe; for one request.
 */
public final class Erasures {
  private final Db db;
  private final Map<UserId, OptionalLong> orderings = new HashMap<>();

  public Erasures(Db db) {
    this.db = db;
  }

  /** Whether a reader gets a redacted copy of an event. Reads nothing for present members. */
  public boolean hide(StoredEvent event, Visibility seen) {
    boolean ofTheRoom = event.isState() && !event.type().equals(EventTypes.MEMBER);
    if (ofTheRoom || seen.membershipAt(event.ordering()).equals("join")) {
      return false;
    }
    OptionalLong erased = orderings.computeIfAbsent(event.sender(), this::ordering);
    return erased.isPresent() && !seen.hadJoinedBefore(erased.getAsLong());
  }

  private OptionalLong ordering(UserId user) {
    return db.number("SELECT ordering FROM erasure WHERE user = ?", user);
  }
}
