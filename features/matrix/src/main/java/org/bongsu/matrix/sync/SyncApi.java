package org.bongsu.matrix.sync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.SyncToken;
import org.bongsu.matrix.push.NotificationsApi;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RecentRooms;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;

/** What is new for a device. */
public final class SyncApi implements AutoCloseable {
  /** A longer timeout is cut to this, below the time after which idle connections are closed. */
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(120);

  private static final int RUN_LETTERS = 6;

  private final Homeserver homeserver;
  private final LongPolls waiting;
  private final Typing typing;
  private final Presence presence;
  private final Recipient.Reader people = new Recipient.Reader();
  private final RecentRooms recent = new RecentRooms();
  private final UnreadCounts unread = new UnreadCounts(recent);
  private final FilterApi filters;

  public SyncApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    SyncUsers watchers = new SyncUsers(homeserver.shards(), homeserver.clock());
    EphemeralSequence ephemeral = new EphemeralSequence(homeserver.chance().letters(RUN_LETTERS));
    this.typing = new Typing(homeserver.clock(), watchers, ephemeral, homeserver.bus());
    this.presence =
        new Presence(
            homeserver.settings(MatrixSettings.class).presence(),
            homeserver.clock(),
            watchers::wakeNeighbours,
            ephemeral,
            homeserver.bus());
    this.waiting =
        new LongPolls(
            new SyncParts(homeserver, people, recent, unread, ephemeral, typing, presence),
            watchers);
    this.filters = new FilterApi(homeserver);
  }

  public void addTo(Routes routes) {
    filters.addTo(routes);
    new AccountDataApi(homeserver).addTo(routes);
    new ReceiptsApi(homeserver, presence).addTo(routes);
    new TypingApi(homeserver, typing, presence).addTo(routes);
    new PresenceApi(homeserver, presence).addTo(routes);
    new NotificationsApi(homeserver, people, unread.pushedEvents()).addTo(routes);
    routes.add(
        Route.later(
            "GET",
            "/_matrix/client/v3/sync",
            Route.Access.TOKEN,
            Routes.BODY_BYTES_MAX,
            this::sync));
  }

  /**
   * GET /_matrix/client/v3/sync: what is new since a token; waits up to {@code timeout}
   * milliseconds for it, at most 120 s.
   */
  private CompletionStage<Response> sync(Request request) {
    SyncToken since =
        request
            .query("since")
            .filter(text -> !text.isEmpty())
            .map(text ->
                SyncToken.parse(text, homeserver.shards().map().count())
                    .orElseThrow(() -> MatrixError.invalidParam("since is no token of sync")))
            .orElse(null);
    Duration timeout = Duration.ofMillis(request.queryLong("timeout", 0, TIMEOUT_MAX.toMillis()));
    SyncFilter filter =
        request
            .query("filter")
            .filter(text -> !text.isEmpty())
            .map(text -> filters.find(request.session().user(), text))
            .orElse(SyncFilter.ALL);
    SyncQuery query =
        new SyncQuery(
            request.session(),
            since,
            filter,
            request.queryFlag("full_state", false),
            form(request));
    presence.syncs(request.session(), presenceOf(request), timeout.toMillis());
    if (since == null || waiting.isCaughtUp(since)) {
      return waiting.answer(query, timeout);
    }
    CompletableFuture<Void> caughtUp = waiting.caughtUp(since);
    return caughtUp.thenCompose(now -> waiting.answer(query, timeout));
  }

  private static Presence.State presenceOf(Request request) {
    return request
        .query("set_presence")
        .filter(text -> !text.isEmpty())
        .map(text ->
            Presence.State.of(text)
                .orElseThrow(() ->
                    MatrixError.invalidParam("set_presence is online, offline or unavailable")))
        .orElse(Presence.State.ONLINE);
  }

  private static SyncQuery.StateForm form(Request request) {
    if (request.queryFlag("use_state_after", false)) {
      return SyncQuery.StateForm.AFTER;
    }
    return request.queryFlag("org.matrix.msc4222.use_state_after", false)
        ? SyncQuery.StateForm.AFTER_UNSTABLE
        : SyncQuery.StateForm.BEFORE;
  }

  @Override
  public void close() {
    waiting.close();
  }
}
