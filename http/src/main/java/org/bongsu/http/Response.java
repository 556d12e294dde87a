package org.bongsu.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/** A response. Header names are sent as written. */
public sealed interface Response {
  int status();

  Map<String, String> headers();

  /** Bytes in memory, mostly JSON. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
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
   * fails, the connection is closed, so that the client does not take a part for the whole.
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

  /** The empty object, the specification's response without content. */
  static Response empty() {
    return json(Json.object());
  }
}
