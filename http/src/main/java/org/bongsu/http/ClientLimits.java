package org.bongsu.http;

import java.time.Duration;

/**
 * Whom a gateway takes for one client, and how much one client may hold open.
 *
 * @param proxies proxies whose {@code X-Forwarded-For} is trusted; their own connections are not
 *     counted
 * @param connections from one address
 * @param unfinished requests of one address whose body has not arrived completely
 * @param requestWithin how long the head of a connection's first request may take, and the body of
 *     each request
 */
public record ClientLimits(
    Networks proxies, int connections, int unfinished, Duration requestWithin) {
  /** No proxies, and no limits for each client. */
  public static final ClientLimits NONE =
      new ClientLimits(Networks.NONE, Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(20));
}
