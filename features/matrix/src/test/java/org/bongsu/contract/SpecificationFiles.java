package org.bongsu.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the specification's YAML and makes self-contained JSON Schemas of it: references to other
 * files are inlined, and annotations that don't affect validity are dropped.
 */
final class SpecificationFiles {
  /** SnakeYAML itself, because Jackson's trees don't follow YAML's aliases ({@code *name}). */
  private static final LoadSettings YAML = LoadSettings.builder().build();

  private static final JsonMapper TREES = new JsonMapper();

  /** Keywords whose value maps names to schemas. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private static final Set<String> SINGLE =
      Set.of("items", "additionalProperties", "propertyNames", "not", "contains", "if", "then");

  private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

  /** The rest ({@code description}, {@code example}, {@code format: mx-...}) is annotation. */
  private static final Set<String> PLAIN =
      Set.of(
          "type",
          "required",
          "enum",
          "const",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "uniqueItems");

  private static final Pattern OTHER_API =
      Pattern.compile("/api/(identity|application-service|server-server)/");

  private final Map<Path, JsonNode> documents = new HashMap<>();

  /** References that are being resolved; one that contains itself is left open (any value). */
  private final Deque<String> open = new ArrayDeque<>();

  /** A place in a file. */
  record Located(Path file, JsonNode node) {
    Located child(String name) {
      return new Located(file, node.path(name));
    }
  }

  Located document(Path file) {
    Path normal = file.normalize();
    return new Located(normal, documents.computeIfAbsent(normal, SpecificationFiles::read));
  }

  private static JsonNode read(Path file) {
    try {
      return TREES.valueToTree(new Load(YAML).loadFromString(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Follows {@code $ref} (of a response, a parameter, a body) to its target. */
  Located follow(Located at) {
    Optional<String> reference = reference(at.node());
    return reference.isEmpty() ? at : follow(target(at.file(), reference.get()));
  }

  private static Optional<String> reference(JsonNode node) {
    JsonNode ref = node.path("$ref");
    return ref.isString() ? Optional.of(ref.stringValue()) : Optional.empty();
  }

  private Located target(Path from, String reference) {
    int hash = reference.indexOf('#');
    String file = hash < 0 ? reference : reference.substring(0, hash);
    Path path = file.isEmpty() ? from : from.resolveSibling(file);
    if (OTHER_API.matcher(path.normalize().toString()).find()) {
      // not part of the folder; only third-party identifiers and networks refer to them
      return new Located(path, JsonNodeFactory.instance.objectNode());
    }
    Located document = document(path);
    JsonNode node = document.node();
    if (hash >= 0) {
      node = node.at(reference.substring(hash + 1));
    }
    if (node.isMissingNode()) {
      throw new IllegalStateException(from + " refers to " + reference + ", which isn't there");
    }
    return new Located(document.file(), node);
  }

  /** The schema with every reference resolved. */
  JsonNode schema(Located at) {
    if (!(at.node() instanceof ObjectNode object)) {
      return at.node(); // true or false
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    object
        .properties()
        .forEach(e -> keyword(result, e.getKey(), new Located(at.file(), e.getValue())));
    return reference(object).isEmpty() ? result : withReference(at, result);
  }

  private void keyword(ObjectNode result, String keyword, Located value) {
    if (PLAIN.contains(keyword)) {
      result.set(keyword, value.node());
    } else if (SINGLE.contains(keyword)) {
      result.set(keyword, schema(value));
    } else if (LISTED.contains(keyword)) {
      // Alternatives of the specification overlap: state is an event or, as content, any object.
      ArrayNode list = result.putArray(keyword.equals("oneOf") ? "anyOf" : keyword);
      value.node().values().forEach(v -> list.add(schema(new Located(value.file(), v))));
    } else if (NAMED.contains(keyword)) {
      ObjectNode named = result.putObject(keyword);
      value
          .node()
          .properties()
          .forEach(e -> named.set(e.getKey(), schema(new Located(value.file(), e.getValue()))));
    }
  }

  private JsonNode withReference(Located at, ObjectNode siblings) {
    Located target = target(at.file(), reference(at.node()).orElseThrow());
    String key = target.file() + " " + System.identityHashCode(target.node());
    if (open.contains(key)) {
      return siblings;
    }
    open.push(key);
    JsonNode resolved = schema(target);
    open.pop();
    if (siblings.isEmpty()) {
      return resolved;
    }
    ArrayNode all =
        siblings.path("allOf") instanceof ArrayNode present ? present : siblings.putArray("allOf");
    all.add(resolved);
    return siblings;
  }
}
