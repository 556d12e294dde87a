package org.bongsu.api.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bongsu.account.Accounts;
import org.bongsu.api.Homeserver;
import org.bongsu.apply.Change;
import org.bongsu.http.Authenticator;
import org.bongsu.http.MatrixError;
import org.bongsu.http.Session;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session of an access token, and remembers it until anything of its user's account
 * changes. A session is only remembered if nothing of the account changed while it was looked up,
 * so a device that has been signed out stays signed out.
 */
public final class Sessions implements Authenticator {
  private static final int REMEMBERED_MAX = 100_000;
  private static final int STRIPES = 1024;

  private record Known(Session session, @Nullable Long expiresMillis) {}

  private final Homeserver homeserver;

  /** User to token hash to session. */
  private final Map<String, Map<String, Known>> known = new ConcurrentHashMap<>();

  /** How often accounts have changed, by hash of the user. */
  private final AtomicIntegerArray changes = new AtomicIntegerArray(STRIPES);

  public Sessions(Homeserver homeserver) {
    this.homeserver = homeserver;
    homeserver.shards().subscribe((shard, next, changed) -> forget(changed));
  }

  private void forget(List<Change> changed) {
    for (Change change : changed) {
      if (change instanceof Change.OfUser(String userId)) {
        changes.incrementAndGet(stripe(userId));
        known.remove(userId);
      }
    }
  }

  @Override
  public Session authenticate(String token) {
    UserId user =
        AccessTokens.userOf(token, homeserver.config().serverName())
            .orElseThrow(Sessions::unknownToken);
    String hash = AccessTokens.hash(token);
    Known found = known.getOrDefault(user.value(), Map.of()).get(hash);
    if (found == null) {
      found = lookUp(user, hash);
    }
    if (found.expiresMillis != null && found.expiresMillis <= homeserver.clock().millis()) {
      throw unknownToken().with("soft_logout", true);
    }
    return found.session;
  }

  private Known lookUp(UserId user, String hash) {
    int changesBefore = changes.get(stripe(user.value()));
    Optional<Accounts.Session> stored =
        homeserver.read(user.value(), db -> new Accounts(db).session(hash));
    Accounts.Session session =
        stored.filter(s -> s.user().equals(user)).orElseThrow(Sessions::unknownToken);
    Known found =
        new Known(
            new Session(session.user(), session.device(), session.admin(), hash),
            session.expiresMillis());
    remember(user.value(), hash, found, changesBefore);
    return found;
  }

  private void remember(String user, String hash, Known found, int changesBefore) {
    if (known.size() >= REMEMBERED_MAX) {
      known.clear();
    }
    known.computeIfAbsent(user, u -> new ConcurrentHashMap<>()).put(hash, found);
    if (changes.get(stripe(user)) != changesBefore) {
      known.remove(user);
    }
  }

  private static int stripe(String user) {
    return Math.floorMod(user.hashCode(), STRIPES);
  }

  private static MatrixError unknownToken() {
    return new MatrixError(401, "M_UNKNOWN_TOKEN", "This access token is not known (any more)");
  }
}
