package org.bongsu.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * From where a request comes.
 *
 * @param proxyTrusted whether a proxy in front of the node is believed
 */
record ClientAddress(boolean proxyTrusted) {
  /**
   * The address of the client; behind a trusted proxy, what the proxy says it is. A proxy appends
   * to the header, so only the last address is the proxy's word and not the client's.
   */
  String of(HttpServerRequest request) {
    String forwarded = proxyTrusted ? request.getHeader("X-Forwarded-For") : null;
    if (forwarded != null) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }
}
