package org.bongsu.contract;

import com.networknt.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;

/**
 * Rules for every answer: CORS headers, and the schema of its operation and status, or the standard
 * error form.
 */
final class Contract {
  /** Longer bodies are cut in messages. */
  private static final int QUOTED_MAX = 2000;

  /** A difference that a client in use, matrix-nio, needs. */
  private static final Pattern NAMELESS_MEMBER =
      Pattern.compile("/joined/[^/]+/display_name: null found.*");

  private static final Pattern ERRCODE = Pattern.compile("[A-Z][A-Z0-9_.]*");

  /** Schemas by {@code Operation} and status, compiled on first use. */
  private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

  /**
   * One request and its answer.
   *
   * @param target path and query as sent
   * @param headers the answer's, names in lower case
   */
  record Exchange(
      String method,
      String target,
      String requestBody,
      int status,
      Map<String, String> headers,
      byte[] body) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    boolean hasBody() {
      return !method.equals("HEAD") && status != 204 && status != 304;
    }

    @Override
    public String toString() {
      String text = new String(body, StandardCharsets.UTF_8);
      return method + " " + shortened(target) + " answered " + status + " " + shortened(text);
    }

    private static String shortened(String text) {
      return text.length() <= QUOTED_MAX ? text : text.substring(0, QUOTED_MAX) + "...";
    }
  }

  private final Optional<Specification> specification;

  Contract(Optional<Specification> specification) {
    this.specification = specification;
  }

  /** Empty for a delayed event (MSC4140), whose answer is not in the specification yet. */
  Optional<Operation> operation(Exchange exchange) {
    if (exchange.target().contains("org.matrix.msc4140.delay=")) {
      return Optional.empty();
    }
    return specification.flatMap(
        s -> s.find(exchange.method(), exchange.target(), exchange.requestBody()));
  }

  /**
   * Checks the answer against the specification.
   *
   * @throws ContractViolation if it differs; the message lists all differences
   */
  void check(Exchange exchange) {
    List<String> errors = errors(exchange);
    if (!errors.isEmpty()) {
      throw new ContractViolation(exchange + "\n  - " + String.join("\n  - ", errors));
    }
  }

  List<String> errors(Exchange exchange) {
    List<String> errors = new ArrayList<>();
    cors(exchange, errors);
    if (exchange.hasBody() && !exchange.method().equals("OPTIONS")) {
      Optional<Operation> operation = operation(exchange);
      if (exchange.status() >= 400) {
        refusal(exchange, operation, errors);
      } else {
        operation.ifPresent(o -> success(exchange, o, errors));
      }
    }
    return errors;
  }

  private static void cors(Exchange exchange, List<String> errors) {
    expectHeader(exchange, "access-control-allow-origin", List.of("*"), errors);
    expectHeader(
        exchange,
        "access-control-allow-methods",
        List.of("GET", "POST", "PUT", "DELETE", "OPTIONS"),
        errors);
    expectHeader(
        exchange,
        "access-control-allow-headers",
        List.of("X-Requested-With", "Content-Type", "Authorization"),
        errors);
  }

  private static void expectHeader(
      Exchange exchange, String name, List<String> wanted, List<String> errors) {
    List<String> present =
        Arrays.stream(exchange.header(name).split(",")).map(String::strip).toList();
    for (String value : wanted) {
      if (present.stream().noneMatch(value::equalsIgnoreCase)) {
        errors.add("CORS: header " + name + " is '" + exchange.header(name) + "', wants " + value);
      }
    }
  }

  private void success(Exchange exchange, Operation operation, List<String> errors) {
    if (exchange.status() == 206 && !exchange.header("content-range").isEmpty()) {
      return; // a part of the 200 that was requested (RFC 9110); its content is bytes
    }
    Operation.Response response = operation.responses().get(exchange.status());
    if (response == null) {
      errors.add(operation.id() + " knows no status " + exchange.status());
      return;
    }
    if (response.schema().isPresent() && exchange.status() < 300) {
      json(exchange, errors)
          .ifPresent(body -> {
            schema(exchange, operation, response.schema().get(), body, errors);
            errors.addAll(specification.orElseThrow().events().errors(body));
          });
    }
  }

  private static void schema(
      Exchange exchange, Operation operation, JsonNode schema, JsonNode body, List<String> errors) {
    String key = operation.id() + " " + exchange.status();
    Schema compiled = COMPILED.computeIfAbsent(key, k -> SchemaCheck.compile(schema));
    SchemaCheck.errors(compiled, body).stream()
        .filter(error -> !NAMELESS_MEMBER.matcher(error).matches())
        .forEach(error -> errors.add(key + ": " + error));
  }

  private static void refusal(
      Exchange exchange, Optional<Operation> operation, List<String> errors) {
    Optional<JsonNode> parsed = json(exchange, errors);
    if (parsed.isEmpty()) {
      return;
    }
    JsonNode body = parsed.get();
    if (exchange.status() == 401 && body.has("flows")) {
      interactive(exchange, operation, body, errors);
      return;
    }
    if (!ERRCODE.matcher(body.path("errcode").asString("")).matches()) {
      errors.add("errcode is missing or has a wrong form");
    }
    if (body.path("error").asString("").isBlank()) {
      errors.add("error (the text for people) is missing");
    }
    if (body.path("errcode").asString("").equals("M_LIMIT_EXCEEDED")
        && !body.path("retry_after_ms").isIntegralNumber()) {
      errors.add("M_LIMIT_EXCEEDED without retry_after_ms");
    }
  }

  /** User-interactive authentication: 401 with flows, params and session instead of an errcode. */
  private static void interactive(
      Exchange exchange, Optional<Operation> operation, JsonNode body, List<String> errors) {
    if (!body.path("session").isString()) {
      errors.add("user-interactive authentication without session");
    }
    operation
        .map(o -> o.responses().get(401))
        .flatMap(Operation.Response::schema)
        .ifPresent(schema -> schema(exchange, operation.orElseThrow(), schema, body, errors));
  }

  private static Optional<JsonNode> json(Exchange exchange, List<String> errors) {
    if (!exchange.header("content-type").startsWith("application/json")) {
      errors.add("content-type is '" + exchange.header("content-type") + "', wants JSON");
    }
    try {
      JsonNode node = Json.parse(exchange.body());
      if (node.isObject() || node.isArray() || exchange.status() < 400) {
        return Optional.of(node);
      }
      errors.add("the body isn't a JSON object");
    } catch (MalformedJson e) {
      errors.add("the body isn't JSON: " + e.getMessage());
    }
    return Optional.empty();
  }
}
