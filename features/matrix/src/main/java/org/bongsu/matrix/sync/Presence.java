package org.bongsu.matrix.sync;

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
import org.bongsu.cluster.Bus;
import org.bongsu.http.Session;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is there, as far as this node knows (client-server API, presence). As {@link Typing}, it is
 * told to the other sites by the bus, is not kept, and ends with the node. Where it is switched off
 * nothing is remembered, and everybody counts as offline.
 */
final class Presence {
  private static final String SUBJECT = "presence";

  /** How often other sites hear that somebody has done something again. */
  private static final long TOLD_AGAIN_MILLIS = 10_000;

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

  /**
   * What a device says of its user, here or at another site.
   *
   * @param device null where its user just did something
   * @param message what the user says about it; empty for nothing any more, null for nothing new
   */
  private record Word(
      UserId user,
      @Nullable DeviceId device,
      State state,
      long forMillis,
      @Nullable String message) {

    ObjectNode toJson() {
      ObjectNode json = Json.object().put("user", user.value());
      if (device != null) {
        json.put("device", device.value()).put("state", state.text()).put("for", forMillis);
      }
      if (message != null) {
        json.put("message", message);
      }
      return json;
    }

    static Word of(ObjectNode json) {
      return new Word(
          new UserId(json.path("user").asString("")),
          json.has("device") ? new DeviceId(json.path("device").asString("")) : null,
          State.of(json.path("state").asString("")).orElse(State.ONLINE),
          json.path("for").asLong(0),
          json.path("message").stringValue(null));
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

    void take(Word word, long now) {
      boolean comes =
          word.device != null && word.state == State.ONLINE && !isSaid(State.ONLINE, now);
      if (word.device == null || comes || (word.message != null && word.state == State.ONLINE)) {
        actedMillis = now;
      }
      if (word.device != null) {
        devices.put(word.device, new Said(word.state, now + word.forMillis));
      }
      if (word.message != null) {
        message = word.message.isEmpty() ? null : word.message;
      }
    }

    private boolean isSaid(State state, long now) {
      return devices.values().stream().anyMatch(s -> s.state == state && s.untilMillis > now);
    }

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
  private final Bus bus;
  private final EphemeralChanges<UserId, Person> people;

  /** Whose neighbours have yet to be woken. */
  private Set<UserId> untold = new HashSet<>();

  /**
   * Starts with nobody there.
   *
   * @param wakeNeighbours wakes those who share a room with a user
   */
  Presence(
      boolean on,
      Clock clock,
      Consumer<UserId> wakeNeighbours,
      EphemeralSequence sequence,
      Bus bus) {
    this.on = on;
    this.clock = clock;
    this.wakeNeighbours = wakeNeighbours;
    this.people = new EphemeralChanges<>(sequence);
    this.bus = bus;
    if (on) {
      bus.subscribe(SUBJECT, told -> hear(Word.of(told)));
    }
  }

  boolean isOn() {
    return on;
  }

  /** A client syncs for so long, and says with it how its user is there. */
  void syncs(Session client, State as, long forMillis) {
    if (as != State.OFFLINE) { // a client that only looks does not make its user present
      tell(new Word(client.user(), client.device(), as, forMillis + GRACE_MILLIS, null));
    }
  }

  /** A user says on one device how they are there, and perhaps something about it. */
  void say(Session client, State state, String message) {
    tell(new Word(client.user(), client.device(), state, GRACE_MILLIS, message));
  }

  /** A user does something, as people do and programs that only listen do not. */
  void acts(UserId user) {
    tell(new Word(user, null, State.ONLINE, 0, null));
  }

  private void tell(Word word) {
    if (on && hear(word)) {
      bus.publish(SUBJECT, word.toJson());
    }
  }

  /** Says whether others have to know. */
  private synchronized boolean hear(Word word) {
    Person person = find(word.user);
    long now = clock.millis();
    long acted = person.actedMillis;
    person.take(word, now);
    settle(word.user, person, now);
    return word.device != null || now - acted > TOLD_AGAIN_MILLIS;
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
