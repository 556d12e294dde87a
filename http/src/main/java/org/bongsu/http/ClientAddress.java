package org.bongsu.http;

import io.vertx.core.http.HttpServerRequest;

/**
 * Finds the address that a request comes from.
 *
 * @param proxyTrusted whether to trust the {@code X-Forwarded-For} of a proxy in front of the node
 */
record ClientAddress(boolean proxyTrusted) {
  /**
   * The address of the client; behind a trusted proxy, the last address of the header. A proxy
   * appends to the header, so all earlier addresses may be the client's invention.
   */
  String of(HttpServerRequest request) {
    String forwarded = proxyTrusted ? request.getHeader("X-Forwarded-For") : null;
    if (forwarded != null) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }
}
