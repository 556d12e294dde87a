package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.BAD_URL;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All operations, found by method and path. Fixed parts of a path take precedence.
 *
 * <p>Fixed parts are compared as they were sent, still encoded, and paths with empty parts or dot
 * segments are refused. Guarantee: each fixed part has one spelling, so that a proxy's rule for a
 * path cannot be evaded by another spelling of it.
 */
public final class Routes {
  /** The default limit of a body: events have at most 64 KiB; a room's creation holds several. */
  public static final long BODY_BYTES_MAX = 1024 * 1024;

  /** The parts of a template. */
  private static final class Node {
    final Map<String, Node> fixed = new HashMap<>();
    @Nullable Node variable;
    final Map<String, Route> routes = new HashMap<>();
    final Map<String, List<String>> variableNames = new HashMap<>();
  }

  /** The result of a lookup. */
  public sealed interface Match {
    record Found(Route route, Map<String, String> pathParams) implements Match {}

    /** The path is known, but not this method. */
    record OtherMethods(Set<String> methods) implements Match {}

    record Unknown() implements Match {}
  }

  private final Node root = new Node();
  private final List<Route> all = new ArrayList<>();
  private final Protocol protocol;
  private final Map<List<String>, Protocol> otherProtocols = new LinkedHashMap<>();
  private final Map<List<String>, List<String>> aliases = new LinkedHashMap<>();

  /** Routes without accounts. */
  public Routes() {
    this(Protocol.PLAIN);
  }

  /**
   * Makes an empty table.
   *
   * @param protocol of all paths but those that {@link #speak} names
   */
  public Routes(Protocol protocol) {
    this.protocol = protocol;
  }

  /** Paths that begin with these parts use another protocol. */
  public Routes speak(String prefix, Protocol other) {
    otherProtocols.put(split(prefix), other);
    return this;
  }

  /** Paths that begin with {@code from} lead to the routes that begin with {@code to}. */
  public Routes alias(String from, String to) {
    aliases.put(split(from), split(to));
    return this;
  }

  /** The protocol that authenticates requests to this path and renders their errors. */
  Protocol protocolOf(String path) {
    List<String> parts = split(path);
    return otherProtocols.entrySet().stream()
        .filter(other -> startsWith(parts, other.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(protocol);
  }

  private static boolean startsWith(List<String> parts, List<String> prefix) {
    return parts.size() >= prefix.size() && parts.subList(0, prefix.size()).equals(prefix);
  }

  /** Adds an operation that needs a token. */
  public Routes add(String method, String template, Route.Handler handler) {
    return add(method, template, Route.Access.TOKEN, handler);
  }

  public Routes add(String method, String template, Route.Access access, Route.Handler handler) {
    return add(Route.of(method, template, access, handler));
  }

  public Routes add(Route route) {
    Node node = root;
    List<String> names = new ArrayList<>();
    for (String part : split(route.template())) {
      if (part.startsWith("{")) {
        names.add(part.substring(1, part.length() - 1));
        if (node.variable == null) {
          node.variable = new Node();
        }
        node = node.variable;
      } else {
        node = node.fixed.computeIfAbsent(part, p -> new Node());
      }
    }
    if (node.routes.put(route.method(), route) != null) {
      throw new IllegalStateException("twice: " + route.method() + " " + route.template());
    }
    node.variableNames.put(route.method(), names);
    all.add(route);
    return this;
  }

  public List<Route> all() {
    return List.copyOf(all);
  }

  /**
   * Finds the operation for a path as it was sent, still encoded.
   *
   * @throws RequestError if a part of the path is not encoded as it must be, is empty and not the
   *     last one, or is a dot segment
   */
  public Match find(String method, String path) {
    List<String> parts = withoutAlias(split(path));
    parts.subList(0, parts.size() - 1).forEach(Routes::requireNotEmpty);
    parts.forEach(Routes::requireNoDotSegment);
    List<String> values = new ArrayList<>();
    Node node = find(root, parts, 0, values);
    if (node == null) {
      return new Match.Unknown();
    }
    Route route = node.routes.get(method);
    if (route == null) {
      return new Match.OtherMethods(new TreeSet<>(node.routes.keySet()));
    }
    Map<String, String> params = new LinkedHashMap<>();
    List<String> names = node.variableNames.getOrDefault(method, List.of());
    for (int i = 0; i < names.size(); i++) {
      params.put(names.get(i), values.get(i));
    }
    return new Match.Found(route, params);
  }

  private static void requireNotEmpty(String part) {
    if (part.isEmpty()) {
      throw new RequestError(BAD_URL, "The path has two slashes in a row");
    }
  }

  private static void requireNoDotSegment(String part) {
    String dots = part.replace("%2e", ".").replace("%2E", ".");
    if (dots.equals(".") || dots.equals("..")) {
      throw new RequestError(BAD_URL, "The path has a part that is only dots");
    }
  }

  private List<String> withoutAlias(List<String> parts) {
    for (Map.Entry<List<String>, List<String>> alias : aliases.entrySet()) {
      if (startsWith(parts, alias.getKey())) {
        List<String> renamed = new ArrayList<>(alias.getValue());
        renamed.addAll(parts.subList(alias.getKey().size(), parts.size()));
        return renamed;
      }
    }
    return parts;
  }

  private static @Nullable Node find(
      Node node, List<String> parts, int index, List<String> values) {
    if (index == parts.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    Node fixed = node.fixed.get(parts.get(index));
    if (fixed != null) {
      Node found = find(fixed, parts, index + 1, values);
      if (found != null) {
        return found;
      }
    }
    if (node.variable == null) {
      return null;
    }
    values.add(Request.decode(parts.get(index)));
    Node found = find(node.variable, parts, index + 1, values);
    if (found == null) {
      values.removeLast();
    }
    return found;
  }

  /** Splits at slashes; a trailing slash makes an empty last part (an empty state key). */
  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>();
    int start = path.startsWith("/") ? 1 : 0;
    for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
      parts.add(path.substring(start, slash));
      start = slash + 1;
    }
    parts.add(path.substring(start));
    return parts;
  }
}
