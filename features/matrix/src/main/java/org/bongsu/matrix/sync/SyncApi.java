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

/** Sync, and the operations whose results it delivers. */
public final class SyncApi implements AutoCloseable {
  /** Longer timeouts are cut to this, which is below the idle timeout of connections. */
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(120);

  private static final int RUN_LETTERS = 6;

  private final Homeserver homeserver;
  private final LongPolls longPolls;
  private final Typing typing;
  private final Presence presence;
  private final Recipient.Reader recipients = new Recipient.Reader();
  private final RecentRooms recent = new RecentRooms();
  private final UnreadCounts unread = new UnreadCounts(recent);
  private final FilterApi filters;

  public SyncApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    SyncUsers syncUsers = new SyncUsers(homeserver.shards(), homeserver.clock());
    EphemeralSequence ephemeral = new EphemeralSequence(homeserver.random().letters(RUN_LETTERS));
    this.typing = new Typing(homeserver.clock(), syncUsers, ephemeral, homeserver.bus());
    this.presence =
        new Presence(
            homeserver.settings(MatrixSettings.class).presence(),
            homeserver.clock(),
            syncUsers::wakeNeighbours,
            ephemeral,
            homeserver.bus());
    this.longPolls =
        new LongPolls(
            new SyncParts(homeserver, recipients, recent, unread, ephemeral, typing, presence),
            syncUsers);
    this.filters = new FilterApi(homeserver);
  }

  public void addTo(Routes routes) {
    filters.addTo(routes);
    new AccountDataApi(homeserver).addTo(routes);
    new ReceiptsApi(homeserver, presence).addTo(routes);
    new TypingApi(homeserver, typing, presence).addTo(routes);
    new PresenceApi(homeserver, presence).addTo(routes);
    new NotificationsApi(homeserver, recipients, unread.pushedEvents()).addTo(routes);
    routes.add(
        Route.later(
            "GET",
            "/_matrix/client/v3/sync",
            Route.Access.TOKEN,
            Routes.BODY_BYTES_MAX,
            this::sync));
  }

  /**
   * GET /_matrix/client/v3/sync: changes since a token; waits for them up to {@code timeout}
   * milliseconds, at most 120 s. A token from before a restore is refused with {@code
   * M_UNKNOWN_POS} and {@code org.bongsu.restored}. A token that is ahead of the log of a single
   * machine is treated as none.
   */
  private CompletionStage<Response> sync(Request request) {
    SyncToken since =
        request
            .query("since")
            .filter(text -> !text.isEmpty())
            .map(homeserver.epoch()::read)
            .map(text ->
                SyncToken.parse(text, homeserver.shards().map().count())
                    .orElseThrow(() -> MatrixError.invalidParam("since is not a sync token")))
            .filter(token -> !isFromLostLog(token))
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
    presence.recordSync(request.session(), presenceOf(request), timeout.toMillis());
    if (since == null || longPolls.isCaughtUp(since)) {
      return longPolls.answer(query, timeout);
    }
    CompletableFuture<Void> caughtUp = longPolls.caughtUp(since);
    return caughtUp.thenCompose(now -> longPolls.answer(query, timeout));
  }

  /**
   * Whether a token is ahead of a single machine's log: older data was put back since. Its client
   * gets an initial sync, since what the token refers to is gone. In a deployment of several sites
   * another site may just be ahead of this one.
   */
  private boolean isFromLostLog(SyncToken token) {
    return homeserver.sites().addresses().isEmpty() && !longPolls.isCaughtUp(token);
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
    longPolls.close();
  }
}
