package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A server's answer, already checked against the specification.
 *
 * @param request method, path, and the answer in short: for messages
 * @param headers names in lower case
 * @param body the JSON, or a missing node if the body isn't JSON
 * @param bytes the body as received
 */
public record Answer(
    String request, int status, Map<String, String> headers, JsonNode body, byte[] bytes) {

  /** Asserts the status. */
  public Answer expect(int wanted) {
    assertEquals(wanted, status, this::request);
    return this;
  }

  /** Asserts a refusal. */
  public Answer expectError(int wantedStatus, String errcode) {
    expect(wantedStatus);
    assertEquals(errcode, body.path("errcode").asString(""), this::request);
    return this;
  }

  /**
   * The value at a path, or a missing node: {@code rooms.join} or, for keys with dots, a JSON
   * pointer, {@code /account_data/m.tag}. Numbers are array indexes.
   */
  public JsonNode path(String path) {
    return body.at(path.startsWith("/") ? path : "/" + path.replace('.', '/'));
  }

  /** The string at a path; fails if there is none. */
  public String text(String path) {
    assertTrue(path(path).isString(), () -> "no string at " + path + " in: " + request);
    return path(path).stringValue();
  }

  /** A header's value, or an empty string. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
  }
}
