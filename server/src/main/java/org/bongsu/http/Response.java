package org.bongsu.http;

import java.nio.file.Path;
import java.util.Map;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/** What is answered. Header names are as they are sent. */
public sealed interface Response {
  int status();

  Map<String, String> headers();

  /** Bytes that are in memory; JSON most of the time. */
  @SuppressWarnings("ArrayRecordComponent") // written once, compared never
  record Bytes(int status, Map<String, String> headers, String contentType, byte[] body)
      implements Response {}

  /** A part of a file. */
  record FilePart(
      int status,
      Map<String, String> headers,
      String contentType,
      Path file,
      long offset,
      long length)
      implements Response {}

  static Response json(JsonNode body) {
    return json(200, body);
  }

  static Response json(int status, JsonNode body) {
    return json(status, Json.bytes(body));
  }

  /** JSON that has been written already. */
  static Response json(int status, byte[] body) {
    return new Bytes(status, Map.of(), "application/json", body);
  }

  /** The empty object, which the specification answers where there is nothing to say. */
  static Response empty() {
    return json(Json.object());
  }
}
