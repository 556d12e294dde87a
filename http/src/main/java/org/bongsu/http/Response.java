package org.bongsu.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

  /**
   * A body that is written while it is sent, for what does not fit into memory. If the writer
   * fails, the connection is closed, so that the client does not take the part for the whole.
   */
  record Stream(int status, Map<String, String> headers, String contentType, Body body)
      implements Response {
    /** Writes the body; runs in a virtual thread of its own. */
    @FunctionalInterface
    public interface Body {
      void writeTo(OutputStream out) throws IOException;
    }
  }

  /** An XML document that has been written already. */
  static Response xml(int status, String document) {
    byte[] body = document.getBytes(StandardCharsets.UTF_8);
    return new Bytes(status, Map.of(), "application/xml; charset=utf-8", body);
  }

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
