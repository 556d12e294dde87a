package org.bongsu.matrix.rooms;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bongsu.command.DelayedEventCommand.Action;
import org.bongsu.command.DelayedEventCommand.ChangeDelayedEvent;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.TimerSubject;
import org.bongsu.delayed.DelayedEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.timer.Timer;
import org.bongsu.timer.Timers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Delayed events (MSC4140, unstable): a client schedules an event by adding {@code
 * org.matrix.msc4140.delay} to the query of the request that would send it. Uses are messages to be
 * sent at a later time, and the end of a call in case the client disconnects.
 */
public final class DelayedEventsApi {
  /** Milliseconds, in the query of a request that sends an event or sets state. */
  private static final String DELAY = "org.matrix.msc4140.delay";

  private static final long DELAY_MILLIS_MAX = Duration.ofHours(24).toMillis();

  /** Limit over all shards; {@code apply} enforces the same limit on each shard. */
  private static final int PENDING_MAX = TimerSubject.DELAYED_EVENT.pendingPerOwnerMax();

  /** The delay id is a secret: it suffices to cancel the event. */
  private static final int DELAY_ID_LETTERS = 24;

  private static final String ROOT = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

  private final Homeserver homeserver;

  public DelayedEventsApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("GET", ROOT, this::list);
    routes.add("POST", ROOT + "/{delayId}", this::change);
    routes.add("POST", ROOT + "/{delayId}/{action}", Route.Access.PUBLIC, this::changeByIdAlone);
  }

  /** Whether a request asks for a delayed event. */
  boolean isDelayed(Request request) {
    return request.query(DELAY).isPresent();
  }

  /**
   * PUT .../send/{eventType}/{txnId} and PUT .../state/{eventType}/{stateKey} with {@code
   * ?org.matrix.msc4140.delay=MILLIS}: schedules the event and answers with a {@code delay_id}. At
   * most 24 hours, and 100 pending events of one user.
   *
   * @param transactionId null for state
   */
  Response schedule(Request request, RoomId room, @Nullable String transactionId, NewEvent event) {
    UserId user = request.session().user();
    long delayMillis = delayMillis(request);
    if (event.type().equals(EventTypes.REDACTION) && event.stateKey() == null) {
      Body.eventId(Body.string(event.content(), "redacts"));
    }
    if (pending(user) >= PENDING_MAX) {
      throw tooMany();
    }
    String delayId =
        homeserver
            .shards()
            .map()
            .idOnShardOf(room.value(), () -> homeserver.random().letters(DELAY_ID_LETTERS));
    Outcome outcome =
        homeserver
            .commands()
            .apply(
                new DelayEvent(
                    room,
                    user,
                    request.session().device(),
                    transactionId,
                    delayId,
                    delayMillis,
                    event));
    if (outcome instanceof Outcome.Refused(Refusal why, String ignored)
        && why == Refusal.LIMIT_REACHED) {
      throw tooMany();
    }
    return Response.json(Homeserver.require(outcome));
  }

  private static long delayMillis(Request request) {
    long delay = request.queryLong(DELAY, 0, Long.MAX_VALUE);
    if (delay == 0) {
      throw MatrixError.invalidParam(DELAY + " is a number of milliseconds of at least 1");
    }
    if (delay > DELAY_MILLIS_MAX) {
      throw new MatrixError(400, "M_UNKNOWN", "An event may wait for 24 hours at most")
          .with("org.matrix.msc4140.errcode", "M_MAX_DELAY_EXCEEDED")
          .with("org.matrix.msc4140.max_delay", DELAY_MILLIS_MAX);
    }
    return delay;
  }

  private static MatrixError tooMany() {
    return new MatrixError(400, "M_UNKNOWN", "No more than " + PENDING_MAX + " events may wait")
        .with("org.matrix.msc4140.errcode", "M_MAX_DELAYED_EVENTS_EXCEEDED");
  }

  private long pending(UserId user) {
    return homeserver
        .shards()
        .readers()
        .<Long>read(reader ->
            IntStream.range(0, reader.shards())
                .mapToObj(reader::shard)
                .mapToLong(db -> new Timers(db).pending(TimerSubject.DELAYED_EVENT, user.value()))
                .sum());
  }

  /**
   * GET /_matrix/client/unstable/org.matrix.msc4140/delayed_events: the user's pending events.
   * Events that were sent or cancelled are not listed.
   */
  private Response list(Request request) {
    String user = request.session().user().value();
    List<Timer> pending =
        homeserver
            .shards()
            .readers()
            .read(reader ->
                IntStream.range(0, reader.shards())
                    .mapToObj(reader::shard)
                    .flatMap(db -> new Timers(db).of(TimerSubject.DELAYED_EVENT, user).stream())
                    .toList());
    ObjectNode body = Json.object();
    ArrayNode events = body.putArray("delayed_events");
    pending.forEach(timer -> events.add(describe(timer)));
    return Response.json(body);
  }

  private static ObjectNode describe(Timer timer) {
    DelayedEvent pending = DelayedEvent.of(timer);
    ObjectNode event =
        Json.object()
            .put("delay_id", timer.id())
            .put("room_id", pending.room().value())
            .put("type", pending.event().type());
    if (pending.event().stateKey() != null) {
      event.put("state_key", pending.event().stateKey());
    }
    event.put("delay", pending.delayMillis()).put("running_since", pending.runningSinceMillis());
    event.set("content", pending.event().content());
    return event;
  }

  /**
   * POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}: applies {@code
   * action} ({@code cancel}, {@code restart} or {@code send}) to one of the user's events.
   */
  private Response change(Request request) {
    homeserver.limits().take(MatrixLimit.SENDS, request.session().user());
    Action action = action(Body.string(request.json(), "action"));
    return change(request.pathParam("delayId"), request.session().user(), action);
  }

  /**
   * POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/{delayId}/{action}: the same
   * without a token, for a holder of the delay id, such as the server of a call.
   */
  private Response changeByIdAlone(Request request) {
    Action action = action(request.pathParam("action"));
    String delayId = request.pathParam("delayId");
    // An id that is unknown here may be a guess: those are limited before they reach the log.
    if (!isPending(delayId)) {
      homeserver.limits().take(MatrixLimit.LOOKUPS, request.remoteNetwork());
    } else {
      homeserver.limits().take(MatrixLimit.SENDS, delayId);
    }
    return change(delayId, null, action);
  }

  private boolean isPending(String delayId) {
    return homeserver.read(
        delayId, db -> new Timers(db).find(TimerSubject.DELAYED_EVENT, delayId).isPresent());
  }

  private Response change(String delayId, @Nullable UserId user, Action action) {
    homeserver.apply(new ChangeDelayedEvent(delayId, user, action));
    return Response.json(Json.object());
  }

  private static Action action(String name) {
    return Stream.of(Action.values())
        .filter(action -> action.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> MatrixError.invalidParam("action is cancel, restart or send"));
  }
}
