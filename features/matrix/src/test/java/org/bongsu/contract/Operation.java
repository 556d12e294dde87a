package org.bongsu.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the client-server API.
 *
 * @param path the whole path template, base included: {@code /_matrix/client/v3/rooms/{roomId}/ban}
 * @param file the OpenAPI file's name
 * @param authenticated whether it names a security scheme
 * @param responses what may be answered, by status
 */
public record Operation(
    String id,
    String method,
    String path,
    String file,
    boolean deprecated,
    boolean authenticated,
    List<Parameter> parameters,
    Optional<Body> body,
    Map<Integer, Response> responses) {

  /**
   * A parameter.
   *
   * @param in {@code path}, {@code query} or {@code header}
   */
  public record Parameter(String name, String in, boolean required, JsonNode schema) {}

  /** A request's body; the schema is present if it is JSON. */
  public record Body(boolean required, Optional<JsonNode> schema) {}

  /** An answer's body; the schema is present if it is JSON. */
  public record Response(Optional<JsonNode> schema) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

  /** An operation that isn't in the specification's files: Synapse's or Bongsu's own. */
  public static Operation beyond(String method, String path) {
    return new Operation(
        method + " " + path,
        method,
        path,
        "",
        false,
        true,
        List.of(),
        Optional.of(new Body(false, Optional.empty())),
        Map.of());
  }

  boolean matches(String[] segments) {
    String[] template = segments(path);
    if (template.length != segments.length) {
      return false;
    }
    for (int i = 0; i < template.length; i++) {
      if (!variable(template[i]) && !template[i].equals(segments[i])) {
        return false;
      }
    }
    return true;
  }

  /** Literal segments first: {@code keys/changes} wins over {@code keys/{version}}. */
  String precedence() {
    StringBuilder order = new StringBuilder();
    for (String segment : segments(path)) {
      order.append(variable(segment) ? 'b' : 'a');
    }
    return order.toString();
  }

  static String[] segments(String path) {
    return path.split("/", -1);
  }

  private static boolean variable(String segment) {
    return VARIABLE.matcher(segment).matches();
  }
}
