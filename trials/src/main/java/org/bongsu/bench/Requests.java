package org.bongsu.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 requests as bytes, for one server. */
final class Requests {
  static final String CLIENT = "/_matrix/client/v3/";
  private static final byte[] NOTHING = new byte[0];

  private final String basePath;
  private final String afterTarget;

  Requests(HttpConnection.Endpoint endpoint) {
    basePath = endpoint.basePath();
    afterTarget = " HTTP/1.1\r\nHost: " + endpoint.host() + ":" + endpoint.port() + "\r\n";
  }

  byte[] get(@Nullable String token, String target) {
    return request("GET", token, target, NOTHING);
  }

  byte[] request(String method, @Nullable String token, String target, byte[] body) {
    StringBuilder head = new StringBuilder(320);
    head.append(method).append(' ').append(basePath).append(target).append(afterTarget);
    if (token != null) {
      head.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    if (body.length > 0 || !method.equals("GET")) {
      head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length);
      head.append("\r\n");
    }
    head.append("\r\n");
    byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, whole, 0, headBytes.length);
    System.arraycopy(body, 0, whole, headBytes.length, body.length);
    return whole;
  }

  /** The path for sending a message. */
  static String sendTarget(String encodedRoomId, String transactionId) {
    return CLIENT + "rooms/" + encodedRoomId + "/send/m.room.message/" + transactionId;
  }

  /**
   * The sync request of a member.
   *
   * @param since empty for an initial sync
   */
  static String syncTarget(String since, String encodedFilter, int timeoutMillis) {
    String target = CLIENT + "sync?timeout=" + timeoutMillis + "&filter=" + encodedFilter;
    return since.isEmpty() ? target : target + "&since=" + encode(since);
  }

  /** Percent-encodes one segment of a path or one value of a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
