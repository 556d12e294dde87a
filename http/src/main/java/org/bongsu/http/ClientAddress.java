package org.bongsu.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a request comes from.
 *
 * <p>A proxy appends the address of its own client to {@code X-Forwarded-For}; what is before it
 * may be the client's invention. The addresses of all lines are read from the right, each only if a
 * trusted proxy reported it. Guarantee: no client chooses its address.
 *
 * @param proxies the proxies that are trusted
 */
public record ClientAddress(Networks proxies) {
  /** The address at the other end of the connection. */
  static String peer(@Nullable SocketAddress address) {
    return address == null ? "" : address.hostAddress();
  }

  String of(HttpServerRequest request) {
    return of(peer(request.remoteAddress()), request.headers().getAll("X-Forwarded-For"));
  }

  /**
   * The client's address.
   *
   * @param forwarded the lines of {@code X-Forwarded-For}, in their order
   */
  public String of(String peer, List<String> forwarded) {
    String[] reported = String.join(",", forwarded).split(",", -1);
    String address = peer;
    for (int i = reported.length - 1; i >= 0 && proxies.contains(address); i--) {
      Optional<String> before = literal(reported[i].strip());
      if (before.isEmpty()) {
        break;
      }
      address = before.get();
    }
    return address;
  }

  /** An address without the port that some proxies append. */
  private static Optional<String> literal(String text) {
    String bare = text;
    if (text.startsWith("[")) {
      bare = text.substring(1, Math.max(1, text.indexOf(']')));
    } else if (text.indexOf(':') == text.lastIndexOf(':')) {
      bare = text.split(":", 2)[0];
    }
    return Networks.address(bare).map(java.net.InetAddress::getHostAddress);
  }

  /** Whether the client's connection to the trusted proxy is encrypted, as that reports. */
  boolean isEncrypted(HttpServerRequest request) {
    List<String> schemes = request.headers().getAll("X-Forwarded-Proto");
    return !schemes.isEmpty()
        && proxies.contains(peer(request.remoteAddress()))
        && schemes.getLast().strip().equalsIgnoreCase("https");
  }
}
