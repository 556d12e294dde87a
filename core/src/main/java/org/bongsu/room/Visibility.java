package org.bongsu.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.bongsu.event.EventTypes;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;

/**
 * What a user may see of a room (client-server API, room history visibility): the history
 * visibility and the user's membership at the time of an event decide. Users always see their own
 * member events. A user who has forgotten the room is treated as never having been a member. Nobody
 * sees an event that the {@link Seal} hides.
 */
public final class Visibility {
  /** The orderings with {@code from} <= ordering < {@code before}. */
  public record Range(long from, long before) {
    boolean has(long ordering) {
      return from <= ordering && ordering < before;
    }
  }

  /** A value that is valid from an ordering on. */
  private record Step(long from, String value) {}

  private static final String WORLD_READABLE = "world_readable";
  private static final String SHARED = "shared";
  private static final String INVITED = "invited";
  private static final String JOINED = "joined";
  private static final String JOIN = "join";
  private static final String LEAVE = "leave";

  private final List<Step> memberships;
  private final List<Step> histories;
  private final Seal seal;
  private final long joinedBefore;
  private final List<Range> ranges;

  private Visibility(List<Step> memberships, List<Step> histories, Seal seal) {
    this.memberships = memberships;
    this.seal = seal;
    this.histories = histories;
    this.joinedBefore = joinedBefore(memberships);
    this.ranges = ranges();
  }

  /** What a user sees of a room. */
  public static Visibility of(Db db, RoomRow room, UserId user) {
    boolean forgotten =
        db.exists(
            "SELECT 1 FROM member WHERE room = ? AND user = (SELECT id FROM actor WHERE user = ?)"
                + " AND forgotten = 1",
            room.key(),
            user);
    List<Step> memberships =
        forgotten ? List.of() : steps(db, room, EventTypes.MEMBER, user.value(), "$.membership");
    return new Visibility(memberships, histories(db, room), Seal.of(db, room));
  }

  private static List<Step> histories(Db db, RoomRow room) {
    return steps(db, room, EventTypes.HISTORY_VISIBILITY, "", "$.history_visibility");
  }

  private static List<Step> steps(
      Db db, RoomRow room, String type, String stateKey, String valuePath) {
    return db.list(
        "SELECT ordering, CAST(json_extract(content, ?) AS TEXT) FROM event"
            + " WHERE room = ? AND type = ? AND state_key = ? ORDER BY ordering",
        row -> new Step(row.getLong(1), Optional.ofNullable(row.getString(2)).orElse("")),
        valuePath,
        room.key(),
        type,
        stateKey);
  }

  /** The ordering after the user's last time as a member, or 0 for never. */
  private static long joinedBefore(List<Step> memberships) {
    for (int i = memberships.size() - 1; i >= 0; i--) {
      if (memberships.get(i).value.equals(JOIN)) {
        return i + 1 < memberships.size() ? memberships.get(i + 1).from : Long.MAX_VALUE;
      }
    }
    return 0;
  }

  private List<Range> ranges() {
    TreeSet<Long> borders = new TreeSet<>(List.of(0L));
    memberships.forEach(step -> borders.add(step.from));
    histories.forEach(step -> borders.add(step.from));
    List<Range> found = new ArrayList<>();
    boolean seesBefore = false;
    for (long border : borders) {
      Long next = borders.higher(border);
      boolean sees = seesFrom(border);
      if (sees) {
        add(found, border, next == null ? Long.MAX_VALUE : next);
      } else if (seesBefore || startsAt(memberships, border)) {
        // a change of visibility is seen by those who may see events before or after it
        add(found, border, border + 1);
      }
      seesBefore = sees;
    }
    return found.stream()
        .filter(range -> !seal.hides(range.before - 1))
        .map(range -> new Range(Math.max(range.from, seal.hiddenBefore()), range.before))
        .toList();
  }

  private static boolean startsAt(List<Step> steps, long ordering) {
    return steps.stream().anyMatch(step -> step.from == ordering);
  }

  private static void add(List<Range> ranges, long from, long before) {
    if (!ranges.isEmpty() && ranges.getLast().before == from) {
      ranges.set(ranges.size() - 1, new Range(ranges.getLast().from, before));
    } else {
      ranges.add(new Range(from, before));
    }
  }

  private boolean seesFrom(long ordering) {
    String membership = membershipAt(ordering);
    if (membership.equals(JOIN)) {
      return true;
    }
    return switch (historyAt(ordering)) {
      case WORLD_READABLE -> true;
      case INVITED -> membership.equals("invite");
      case JOINED -> false;
      default -> ordering < joinedBefore;
    };
  }

  private String historyAt(long ordering) {
    return at(histories, ordering, SHARED);
  }

  private static String at(List<Step> steps, long ordering, String otherwise) {
    String value = otherwise;
    for (Step step : steps) {
      if (step.from > ordering) {
        break;
      }
      value = step.value;
    }
    return value;
  }

  /** Whether the user may see the event at an ordering. */
  public boolean sees(long ordering) {
    for (Range range : ranges) {
      if (range.has(ordering)) {
        return true;
      }
    }
    return false;
  }

  /** The ranges that the user may see, oldest first; adjacent ranges are merged. */
  public List<Range> seen() {
    return ranges;
  }

  /** What is hidden of the room from every reader. */
  Seal seal() {
    return seal;
  }

  /** The user's membership after the event at an ordering; {@code leave} for none. */
  public String membershipAt(long ordering) {
    return at(memberships, ordering, LEAVE);
  }

  /** The user's current membership; {@code leave} for none. */
  public String membership() {
    return memberships.isEmpty() ? LEAVE : memberships.getLast().value;
  }

  public boolean isJoined() {
    return membership().equals(JOIN);
  }

  /**
   * The ordering at which the user's last time as a member ended; {@link Long#MAX_VALUE} if it has
   * not, 0 if there was none.
   */
  public long joinedBefore() {
    return joinedBefore;
  }

  /** Whether the user is, or ever was, a member of the room. */
  public boolean wasJoined() {
    return joinedBefore > 0;
  }

  /** Whether the user has been a member without a break since before an ordering. */
  public boolean isJoinedSince(long ordering) {
    return membershipAt(ordering - 1).equals(JOIN)
        && memberships.stream()
            .noneMatch(step -> step.from >= ordering && !step.value.equals(JOIN));
  }

  /** Whether the user was a member of the room at any time before an ordering. */
  boolean hadJoinedBefore(long ordering) {
    return memberships.stream().anyMatch(step -> step.from < ordering && step.value.equals(JOIN));
  }

  /** Whether the room is world-readable now. */
  public boolean isWorldReadable() {
    return historyAt(Long.MAX_VALUE).equals(WORLD_READABLE);
  }

  /** Whether the user may see anything of the room. */
  public boolean mayRead() {
    return wasJoined() || isWorldReadable();
  }

  /**
   * The ordering before which the user sees the state: {@link Long#MAX_VALUE} for the current
   * state, the ordering after the leave event for users who have left, empty for users who see
   * none.
   */
  public OptionalLong stateBefore() {
    if (isJoined() || isWorldReadable()) {
      return OptionalLong.of(Long.MAX_VALUE);
    }
    return wasJoined() ? OptionalLong.of(joinedBefore + 1) : OptionalLong.empty();
  }
}
