package org.bongsu.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bongsu.account.Accounts;
import org.bongsu.apply.Change;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Authenticator;
import org.bongsu.http.Networks;
import org.bongsu.http.RequestHead;
import org.bongsu.http.Session;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session of an access token, and caches it until a session of the same user changes.
 *
 * <p>A session that was read is put into the user's map that existed before the read. A concurrent
 * sign-out removes that map before it is acknowledged. Guarantee: a session that was read before a
 * sign-out is never found after it.
 */
public final class Sessions implements Authenticator {
  private static final String BEARER = "Bearer ";
  private static final int USERS_MAX = 100_000;

  /** How old the recorded time of a device's last use may become. */
  private static final long SEEN_EVERY_MILLIS = 60 * 60 * 1000;

  private record Known(Session session, @Nullable Long expiresMillis, boolean locked) {}

  private final Homeserver homeserver;

  /** By user, then by token hash. */
  private final Map<String, Map<String, Known>> known = new ConcurrentHashMap<>();

  public Sessions(Homeserver homeserver) {
    this.homeserver = homeserver;
    homeserver.shards().subscribe((shard, next, changed) -> forget(changed));
  }

  private void forget(List<Change> changed) {
    for (Change change : changed) {
      if (change instanceof Change.OfSessions(String userId)) {
        known.remove(userId);
      }
    }
  }

  /** The access token of a request, in its header or, deprecated, in its query. */
  private static Optional<String> token(RequestHead head) {
    return head.header("Authorization")
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip())
        .or(() -> head.query("access_token"));
  }

  @Override
  public @Nullable Session authenticate(RequestHead head) {
    return token(head).map(token -> unlocked(token, head.remoteAddress())).orElse(null);
  }

  private Session unlocked(String token, String address) {
    Known found = find(token, address);
    if (found.locked) {
      throw new MatrixError(401, "M_USER_LOCKED", "This account is locked")
          .with("soft_logout", true);
    }
    return found.session;
  }

  /** As {@link #authenticate}, also for a locked account: it may still sign out. */
  public Session authenticateToSignOut(RequestHead head) {
    String token =
        token(head)
            .orElseThrow(
                () -> new MatrixError(401, "M_MISSING_TOKEN", "This needs an access token"));
    return find(token, head.remoteAddress()).session;
  }

  /**
   * Whether a session has neither been signed out nor expired. A long-poll must check this again
   * before it answers.
   */
  public boolean isOpen(Session session) {
    try {
      Known found = find(session.user(), session.tokenHash(), "");
      return !found.locked;
    } catch (MatrixError signedOut) {
      return false;
    }
  }

  private Known find(String token, String address) {
    UserId user =
        AccessTokens.userOf(token, homeserver.config().serverName())
            .orElseThrow(Sessions::unknownToken);
    return find(user, AccessTokens.hash(token), address);
  }

  private Known find(UserId user, String hash, String address) {
    Known found = known.getOrDefault(user.value(), Map.of()).get(hash);
    if (found == null) {
      found = lookUp(user, hash, address).orElseGet(() -> lookUpAgain(user, hash, address));
    }
    if (found.expiresMillis != null && found.expiresMillis <= homeserver.clock().millis()) {
      throw unknownToken().with("soft_logout", true);
    }
    return found;
  }

  /**
   * Checks that a refresh token exists, so that made-up ones append nothing to the log.
   *
   * @param client what limits for its address count
   * @throws MatrixError 401 if it does not exist
   */
  public void requireRefreshToken(UserId user, String hash, String client) {
    if (!hasRefreshToken(user, hash)) {
      awaitCurrent(user, client);
      if (!hasRefreshToken(user, hash)) {
        throw unknownToken();
      }
    }
  }

  private boolean hasRefreshToken(UserId user, String hash) {
    return homeserver.read(user.value(), db -> new Accounts(db).hasRefreshToken(user, hash));
  }

  /**
   * Catches up with the log, in which another site may have signed the user in: a marker in the
   * shard's log. Each client can cause few of them.
   *
   * @param client empty if the token was valid before
   */
  private void awaitCurrent(UserId user, String client) {
    if (!client.isEmpty()) {
      homeserver.limits().take(NodeLimit.UNKNOWN_TOKENS, client);
    }
    homeserver.sites().awaitCurrent(homeserver.shards().shardOf(user.value()));
  }

  /** Looks the token up again after the read barrier, before the client has to sign in again. */
  private Known lookUpAgain(UserId user, String hash, String address) {
    awaitCurrent(user, Networks.countedAs(address));
    return lookUp(user, hash, address).orElseThrow(Sessions::unknownToken);
  }

  private Optional<Known> lookUp(UserId user, String hash, String address) {
    if (known.size() >= USERS_MAX) {
      known.clear();
    }
    Map<String, Known> ofUser = known.computeIfAbsent(user.value(), u -> new ConcurrentHashMap<>());
    Optional<Accounts.Session> stored =
        homeserver.read(user.value(), db -> new Accounts(db).session(hash));
    Accounts.Session session = stored.filter(s -> s.user().equals(user)).orElse(null);
    if (session == null) {
      known.computeIfPresent(user.value(), (u, sessions) -> sessions.isEmpty() ? null : sessions);
      return Optional.empty();
    }
    if (session.refreshed()) {
      homeserver.apply(new UserCommand.ConfirmSession(user, hash));
    }
    Known found =
        new Known(
            new Session(session.user(), session.device(), session.admin(), hash),
            session.expiresMillis(),
            session.locked());
    ofUser.put(hash, found);
    note(session, address);
    return Optional.of(found);
  }

  /** Records that a device is in use; not waited for, and may be lost. */
  private void note(Accounts.Session session, String address) {
    long now = homeserver.clock().millis();
    if (address.isEmpty()
        || (session.seenMillis() != null && now - session.seenMillis() < SEEN_EVERY_MILLIS)) {
      return;
    }
    homeserver
        .commands()
        .note(new UserCommand.SeeDevice(session.user(), session.device(), now, address));
  }

  private static MatrixError unknownToken() {
    return new MatrixError(401, "M_UNKNOWN_TOKEN", "This access token is not known (any more)");
  }
}
