package org.bongsu.api.sync;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bongsu.api.SyncToken;
import org.bongsu.http.Session;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is there, as far as this node knows (client-server API, presence). As {@link Typing}, it does
 * not go through the log and ends with the node. Where it is switched off nothing is remembered,
 * and everybody counts as offline.
 */
final class Presence {
  /** How long after the last sync somebody counts as there; a client syncs again at once. */
  static final long GRACE_MILLIS = 30_000;

  /** Who has done nothing for so long is idle. */
  private static final long IDLE_AFTER_MILLIS = 5 * 60_000L;

  /** Who has done something within this time is active now. */
  private static final long ACTIVE_FOR_MILLIS = 60_000;

  /** People remembered; beyond it those who are offline go. */
  private static final int PEOPLE_MAX = 50_000;

  enum State {
    ONLINE,
    UNAVAILABLE,
    OFFLINE;

    /** The state that a client names; empty where there is none of that name. */
    static Optional<State> of(String name) {
      return List.of(values()).stream().filter(state -> state.text().equals(name)).findFirst();
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What others are told.
   *
   * @param message what the user says about it
   * @param actedMillis when the user last did something; 0 where that is not known
   * @param active whether that was a moment ago
   */
  record Status(State state, @Nullable String message, long actedMillis, boolean active) {
    static final Status OFFLINE = new Status(State.OFFLINE, null, 0, false);

    boolean saysTheSameAs(Status other) {
      return state == other.state
          && active == other.active
          && Objects.equals(message, other.message);
    }

    /** The content of {@code m.presence}. */
    ObjectNode toJson(long nowMillis) {
      ObjectNode json = Json.object().put("presence", state.text());
      if (actedMillis > 0) {
        json.put("last_active_ago", Math.max(0, nowMillis - actedMillis));
      }
      if (state != State.OFFLINE) {
        json.put("currently_active", active);
      }
      if (message != null) {
        json.put("status_msg", message);
      }
      return json;
    }
  }

  /** How a device last said that its user is there, and until when that holds. */
  private record Said(State state, long untilMillis) {}

  /** What is known of somebody: of several devices the most present one counts. */
  private static final class Person {
    final Map<DeviceId, Said> devices = new HashMap<>(2);
    long actedMillis;
    @Nullable String message;
    Status told = Status.OFFLINE;

    Status status(long now) {
      devices.values().removeIf(said -> said.untilMillis <= now);
      boolean idle = now - actedMillis >= IDLE_AFTER_MILLIS;
      State state = State.OFFLINE;
      for (Said said : devices.values()) {
        State one = said.state == State.ONLINE && idle ? State.UNAVAILABLE : said.state;
        state = one.compareTo(state) < 0 ? one : state;
      }
      boolean active = state == State.ONLINE && now - actedMillis < ACTIVE_FOR_MILLIS;
      return new Status(state, message, actedMillis, active);
    }
  }

  private final boolean on;
  private final Clock clock;
  private final Consumer<UserId> wakeNeighbours;
  private final EphemeralChanges<UserId, Person> people;

  /** Whose neighbours have yet to be woken. */
  private Set<UserId> untold = new HashSet<>();

  /**
   * Starts with nobody there.
   *
   * @param wakeNeighbours wakes those who share a room with a user
   */
  Presence(boolean on, Clock clock, Consumer<UserId> wakeNeighbours, EphemeralSequence sequence) {
    this.on = on;
    this.clock = clock;
    this.wakeNeighbours = wakeNeighbours;
    this.people = new EphemeralChanges<>(sequence);
  }

  boolean isOn() {
    return on;
  }

  /** A client syncs for so long, and says with it how its user is there. */
  synchronized void syncs(Session client, State as, long forMillis) {
    if (!on || as == State.OFFLINE) {
      return; // a client that only looks does not make its user present
    }
    Person person = find(client.user());
    long now = clock.millis();
    boolean comes = as == State.ONLINE && person.status(now).state != State.ONLINE;
    Said before = person.devices.put(client.device(), new Said(as, now + forMillis + GRACE_MILLIS));
    if (comes && (before == null || before.state != as)) {
      person.actedMillis = now;
    }
    settle(client.user(), person, now);
  }

  /** A user says on one device how they are there. */
  synchronized void say(Session client, State state, @Nullable String message) {
    if (!on) {
      return;
    }
    Person person = find(client.user());
    long now = clock.millis();
    person.message = message;
    person.devices.put(client.device(), new Said(state, now + GRACE_MILLIS));
    if (state == State.ONLINE) {
      person.actedMillis = now;
    }
    settle(client.user(), person, now);
  }

  /** A user does something, as people do and programs that only listen do not. */
  synchronized void acts(UserId user) {
    Person person = on ? people.find(user) : null;
    if (person != null) {
      person.actedMillis = clock.millis();
      settle(user, person, person.actedMillis);
    }
  }

  private Person find(UserId user) {
    Person known = people.find(user);
    return known == null ? new Person() : known;
  }

  private void settle(UserId user, Person person, long now) {
    Status status = person.status(now);
    if (!status.saysTheSameAs(person.told) || people.find(user) == null) {
      person.told = status;
      people.changed(user, person);
      untold.add(user);
    }
  }

  /** Notes who has become idle or has gone, and wakes those who see somebody's change. */
  void sweep() {
    Set<UserId> changed;
    synchronized (this) {
      long now = clock.millis();
      for (Map.Entry<UserId, Person> one : people.all()) {
        settle(one.getKey(), one.getValue(), now);
      }
      people.forgetIf(
          (user, person) -> people.size() > PEOPLE_MAX && person.told.state == State.OFFLINE);
      changed = untold;
      untold = new HashSet<>();
    }
    changed.forEach(wakeNeighbours);
  }

  /** How somebody is there. */
  synchronized Status of(UserId user) {
    Person person = people.find(user);
    return person == null ? Status.OFFLINE : person.status(clock.millis());
  }

  /** Whose status has changed after a token, newest first; all that are known for null. */
  synchronized List<UserId> since(@Nullable SyncToken token) {
    List<UserId> since = new ArrayList<>();
    people.since(token).forEach(one -> since.add(one.getKey()));
    return since;
  }
}
