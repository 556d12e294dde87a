package org.bongsu.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request's method, path, query and headers.
 *
 * @param path as it was sent, still encoded
 * @param query decoded; a name may have several values
 * @param remoteAddress of the client, as reported by a trusted proxy if there is one
 * @param encrypted whether the client's connection is, as reported by a trusted proxy
 */
public record RequestHead(
    String method,
    String path,
    Map<String, List<String>> query,
    Request.Headers headers,
    String remoteAddress,
    boolean encrypted) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }
}
