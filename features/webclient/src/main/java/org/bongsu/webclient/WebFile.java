package org.bongsu.webclient;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * One file of the web client, as its build describes it.
 *
 * @param file its path below the client's folder
 * @param etag names its content
 * @param encodings compressed forms that lie beside it: {@code br}, {@code gzip}
 * @param immutable whether its name changes with its content
 */
record WebFile(String file, String type, String etag, List<String> encodings, boolean immutable) {
  static WebFile of(JsonNode described) {
    List<String> encodings =
        described.path("encodings").valueStream().map(JsonNode::stringValue).toList();
    return new WebFile(
        described.path("file").stringValue(),
        described.path("type").stringValue(),
        described.path("etag").stringValue(),
        encodings,
        described.path("immutable").booleanValue());
  }

  /** The form that a client takes, by its {@code Accept-Encoding}; empty for the plain one. */
  String encodingFor(String accepted) {
    List<String> taken =
        List.of(accepted.toLowerCase(Locale.ROOT).split(",", -1)).stream()
            .map(String::strip)
            .filter(name -> !name.matches(".*;\\s*q=0(\\.0*)?"))
            .map(name -> name.replaceFirst(";.*", "").strip())
            .toList();
    return encodings.stream().filter(taken::contains).findFirst().orElse("");
  }

  /** Where that form lies. */
  String resource(String encoding) {
    return switch (encoding) {
      case "" -> file;
      case "gzip" -> file + ".gz";
      default -> file + "." + encoding;
    };
  }
}
