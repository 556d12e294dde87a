package org.bongsu.bench;

import java.nio.charset.StandardCharsets;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;

/**
 * A homeserver's refusal, read from its body.
 *
 * @param errcode {@code -} if the body is not a Matrix error
 * @param retryAfterMillis at least 100, at most 10,000; 1,000 if the server does not say
 */
record Refusal(int status, String errcode, String error, long retryAfterMillis) {
  private static final int BODY_BYTES_MAX = 64 * 1024;

  static Refusal read(int status, byte[] bytes, int from, int to) {
    JsonNode body = Json.object();
    if (to > from && to - from <= BODY_BYTES_MAX) {
      try {
        body = Json.parse(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      } catch (MalformedJson e) {
        body = Json.object().put("error", "the body is no JSON");
      }
    }
    long retry = body.path("retry_after_ms").asLong(1_000);
    return new Refusal(
        status,
        body.path("errcode").asString("-"),
        body.path("error").asString(""),
        Math.clamp(retry, 100, 10_000));
  }

  boolean limitsRate() {
    return status == 429;
  }

  String describe() {
    return status + " " + errcode + (error.isEmpty() ? "" : " (" + error + ")");
  }
}
