package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.BAD_PARAMETER;
import static org.bongsu.http.RequestError.Reason.BAD_URL;
import static org.bongsu.http.RequestError.Reason.NOT_AN_OBJECT;
import static org.bongsu.http.RequestError.Reason.NOT_JSON;
import static org.bongsu.http.RequestError.Reason.NUMBER_TOO_LARGE;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.json.NumberTooLarge;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request as handlers see it: routed, authenticated, its body within the route's limit. */
public final class Request {
  private final RequestHead head;
  private final Map<String, String> pathParams;
  private final byte[] body;
  private final @Nullable InputStream stream;
  private final @Nullable Session session;

  /** Looks a header up, whatever its case. */
  @FunctionalInterface
  public interface Headers {
    @Nullable String get(String name);
  }

  Request(
      RequestHead head,
      Map<String, String> pathParams,
      byte[] body,
      @Nullable InputStream stream,
      @Nullable Session session) {
    this.head = head;
    this.pathParams = pathParams;
    this.body = body;
    this.stream = stream;
    this.session = session;
  }

  public RequestHead head() {
    return head;
  }

  public String method() {
    return head.method();
  }

  /** The path as it was sent, still encoded. */
  public String path() {
    return head.path();
  }

  /** A part of the path that the route names in braces, decoded. */
  public String pathParam(String name) {
    String value = pathParams.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route names no " + name);
    }
    return value;
  }

  /** As {@link #pathParam}, or empty if the route has no such part. */
  public Optional<String> optionalPathParam(String name) {
    return Optional.ofNullable(pathParams.get(name));
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    return head.query(name);
  }

  /** All values of a query parameter. */
  public List<String> queryAll(String name) {
    return head.query().getOrDefault(name, List.of());
  }

  /**
   * A query parameter that is a whole number of at least 0, reduced to {@code max}.
   *
   * @throws RequestError if it is something else
   */
  public int queryInt(String name, int otherwise, int max) {
    return (int) queryLong(name, otherwise, max);
  }

  /** As {@link #queryInt}, for larger numbers. */
  public long queryLong(String name, long otherwise, long max) {
    String value = query(name).orElse(null);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= 0) {
        return Math.min(number, max);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new RequestError(BAD_PARAMETER, name + " is a whole number of at least 0");
  }

  /** A query parameter that is {@code true} or {@code false}. */
  public boolean queryFlag(String name, boolean otherwise) {
    return query(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  public Optional<String> header(String name) {
    return head.header(name);
  }

  /**
   * The body as a JSON object.
   *
   * @throws RequestError if it is not one
   */
  public ObjectNode json() {
    return parse(body);
  }

  /** As {@link #json}, but an empty body is an empty object. */
  public ObjectNode jsonOrEmpty() {
    return body.length == 0 ? Json.object() : parse(body);
  }

  private static ObjectNode parse(byte[] body) {
    JsonNode node;
    try {
      node = Json.parse(body);
    } catch (NumberTooLarge e) {
      throw new RequestError(NUMBER_TOO_LARGE, "In the body " + e.getMessage());
    } catch (MalformedJson e) {
      throw new RequestError(NOT_JSON, "The body is not JSON: " + e.getMessage());
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new RequestError(NOT_AN_OBJECT, "The body is not a JSON object");
  }

  /** The body as it was sent; empty if there is none. */
  public byte[] body() {
    return body;
  }

  /**
   * The body as XML.
   *
   * @throws RequestError if it is not well-formed, or has a document type declaration
   */
  public Document xml() {
    return Xml.parse(body);
  }

  /** The body as it arrives, on routes that stream; reading fails if it takes too long. */
  public InputStream stream() {
    if (stream == null) {
      throw new IllegalStateException("this route does not stream");
    }
    return stream;
  }

  /** The session, on routes that need a token. */
  public Session session() {
    if (session == null) {
      throw new IllegalStateException("this route is public");
    }
    return session;
  }

  public Optional<Session> optionalSession() {
    return Optional.ofNullable(session);
  }

  /** The address of the client, or what a trusted proxy said it is. */
  public String remoteAddress() {
    return head.remoteAddress();
  }

  /** What limits for each address count: see {@link Networks#countedAs}. */
  public String remoteNetwork() {
    return Networks.countedAs(head.remoteAddress());
  }

  /** Decodes one part of a path or query strictly. */
  static String decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    try {
      String decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (decoded.indexOf('\uFFFD') < 0
          || encoded.toUpperCase(java.util.Locale.ROOT).contains("%EF%BF%BD")) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new RequestError(BAD_URL, "The URL is not encoded as UTF-8");
  }
}
