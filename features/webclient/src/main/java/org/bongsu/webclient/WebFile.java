package org.bongsu.webclient;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * One file of the web client, from {@code files.json}.
 *
 * @param file its path below the client's folder
 * @param etag changes with its content
 * @param encodings compressed variants next to it: {@code br}, {@code gzip}
 * @param immutable whether its name changes with its content
 */
record WebFile(String file, String type, String etag, List<String> encodings, boolean immutable) {
  static WebFile of(JsonNode json) {
    List<String> encodings =
        json.path("encodings").valueStream().map(JsonNode::stringValue).toList();
    return new WebFile(
        json.path("file").stringValue(),
        json.path("type").stringValue(),
        json.path("etag").stringValue(),
        encodings,
        json.path("immutable").booleanValue());
  }

  /**
   * The variant that a client accepts, by its {@code Accept-Encoding}; empty for the uncompressed
   * one.
   */
  String encodingFor(String accepted) {
    List<String> accepts =
        List.of(accepted.toLowerCase(Locale.ROOT).split(",", -1)).stream()
            .map(String::strip)
            .filter(name -> !name.matches(".*;\\s*q=0(\\.0*)?"))
            .map(name -> name.replaceFirst(";.*", "").strip())
            .toList();
    return encodings.stream().filter(accepts::contains).findFirst().orElse("");
  }

  /** The path of a variant. */
  String resource(String encoding) {
    return switch (encoding) {
      case "" -> file;
      case "gzip" -> file + ".gz";
      default -> file + "." + encoding;
    };
  }
}
