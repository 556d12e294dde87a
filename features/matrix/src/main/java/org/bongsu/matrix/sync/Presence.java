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
 * Users' presence as known to this node (client-server API, presence). Like {@link Typing} it is
 * published to the other sites over the bus, is not stored, and is lost when the node stops. If
 * presence is disabled nothing is recorded, and all users count as offline.
 */
final class Presence {
  private static final String SUBJECT = "presence";

  /** At most this often, other sites are notified that a user was active again. */
  private static final long REPUBLISH_MILLIS = 10_000;

  /** How long after the last sync a user still counts as present; a client syncs again at once. */
  static final long GRACE_MILLIS = 30_000;

  /** A user without activity for this long is idle. */
  private static final long IDLE_AFTER_MILLIS = 5 * 60_000L;

  /** A user with activity within this time is currently active. */
  private static final long ACTIVE_FOR_MILLIS = 60_000;

  /** Users recorded; above it, offline ones are dropped. */
  private static final int USERS_MAX = 50_000;

  enum State {
    ONLINE,
    UNAVAILABLE,
    OFFLINE;

    /** The state with this name in the API; empty if there is none. */
    static Optional<State> of(String name) {
      return List.of(values()).stream().filter(state -> state.text().equals(name)).findFirst();
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Presence as other users see it.
   *
   * @param message the user's status message
   * @param actedMillis time of the user's last activity; 0 if unknown
   * @param active whether that was within the last minute
   */
  record Status(State state, @Nullable String message, long actedMillis, boolean active) {
    static final Status OFFLINE = new Status(State.OFFLINE, null, 0, false);

    boolean isSameAs(Status other) {
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
   * A presence update on the bus, from a device here or at another site.
   *
   * @param device null if it only reports activity of the user
   * @param message the user's status message; empty to remove it, null to keep it
   */
  private record Update(
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

    static Update of(ObjectNode json) {
      return new Update(
          new UserId(json.path("user").asString("")),
          json.has("device") ? new DeviceId(json.path("device").asString("")) : null,
          State.of(json.path("state").asString("")).orElse(State.ONLINE),
          json.path("for").asLong(0),
          json.path("message").stringValue(null));
    }
  }

  /** The state that a device last reported, and when it expires. */
  private record DeviceState(State state, long untilMillis) {}

  /** What is known of a user. Of several devices, the most present one counts. */
  private static final class UserPresence {
    final Map<DeviceId, DeviceState> devices = new HashMap<>(2);
    long actedMillis;
    @Nullable String message;
    Status published = Status.OFFLINE;

    void apply(Update update, long now) {
      boolean appears =
          update.device != null && update.state == State.ONLINE && !anyDeviceIs(State.ONLINE, now);
      if (update.device == null
          || appears
          || (update.message != null && update.state == State.ONLINE)) {
        actedMillis = now;
      }
      if (update.device != null) {
        devices.put(update.device, new DeviceState(update.state, now + update.forMillis));
      }
      if (update.message != null) {
        message = update.message.isEmpty() ? null : update.message;
      }
    }

    private boolean anyDeviceIs(State state, long now) {
      return devices.values().stream().anyMatch(s -> s.state == state && s.untilMillis > now);
    }

    Status status(long now) {
      devices.values().removeIf(device -> device.untilMillis <= now);
      boolean idle = now - actedMillis >= IDLE_AFTER_MILLIS;
      State state = State.OFFLINE;
      for (DeviceState device : devices.values()) {
        State one = device.state == State.ONLINE && idle ? State.UNAVAILABLE : device.state;
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
  private final EphemeralChanges<UserId, UserPresence> presences;

  /** Users whose neighbours have not been woken yet. */
  private Set<UserId> changedUsers = new HashSet<>();

  /**
   * Starts with all users offline.
   *
   * @param wakeNeighbours wakes the users who share a room with a user
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
    this.presences = new EphemeralChanges<>(sequence);
    this.bus = bus;
    if (on) {
      bus.subscribe(SUBJECT, json -> receive(Update.of(json)));
    }
  }

  boolean isOn() {
    return on;
  }

  /** Records that a client syncs for the given time, and the state that it sets. */
  void recordSync(Session client, State state, long forMillis) {
    if (state != State.OFFLINE) { // a sync with set_presence=offline does not make its user present
      publish(new Update(client.user(), client.device(), state, forMillis + GRACE_MILLIS, null));
    }
  }

  /** Sets a device's state and the user's status message. */
  void set(Session client, State state, String message) {
    publish(new Update(client.user(), client.device(), state, GRACE_MILLIS, message));
  }

  /** Records activity of a user, such as typing or reading; to keep syncing is none. */
  void recordActivity(UserId user) {
    publish(new Update(user, null, State.ONLINE, 0, null));
  }

  private void publish(Update update) {
    if (on && receive(update)) {
      bus.publish(SUBJECT, update.toJson());
    }
  }

  /** Applies an update; returns whether other sites must be notified. */
  private synchronized boolean receive(Update update) {
    UserPresence presence = find(update.user);
    long now = clock.millis();
    long acted = presence.actedMillis;
    presence.apply(update, now);
    noteStatus(update.user, presence, now);
    return update.device != null || now - acted > REPUBLISH_MILLIS;
  }

  private UserPresence find(UserId user) {
    UserPresence found = presences.find(user);
    return found == null ? new UserPresence() : found;
  }

  private void noteStatus(UserId user, UserPresence presence, long now) {
    Status status = presence.status(now);
    if (!status.isSameAs(presence.published) || presences.find(user) == null) {
      presence.published = status;
      presences.changed(user, presence);
      changedUsers.add(user);
    }
  }

  /** Expires states, and wakes the neighbours of users whose status changed. */
  void sweep() {
    Set<UserId> changed;
    synchronized (this) {
      long now = clock.millis();
      for (Map.Entry<UserId, UserPresence> one : presences.all()) {
        noteStatus(one.getKey(), one.getValue(), now);
      }
      presences.removeIf((user, presence) ->
          presences.size() > USERS_MAX && presence.published.state == State.OFFLINE);
      changed = changedUsers;
      changedUsers = new HashSet<>();
    }
    changed.forEach(wakeNeighbours);
  }

  /** The status of a user. */
  synchronized Status of(UserId user) {
    UserPresence presence = presences.find(user);
    return presence == null ? Status.OFFLINE : presence.status(clock.millis());
  }

  /** Users whose status changed after a token, newest first; all for null. */
  synchronized List<UserId> since(@Nullable SyncToken token) {
    List<UserId> since = new ArrayList<>();
    presences.since(token).forEach(one -> since.add(one.getKey()));
    return since;
  }
}
