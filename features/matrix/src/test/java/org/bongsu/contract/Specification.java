package org.bongsu.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.contract.SpecificationFiles.Located;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/**
 * The client-server API as described by the specification's OpenAPI files.
 *
 * <p>They are searched for in {@code shared/matrix-spec} next to the repository or in a parent
 * directory; the system property {@code bongsu.matrix.spec} names another place. They aren't part
 * of the project.
 */
public final class Specification {
  private static final String FOLDER = "shared/matrix-spec";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private static final class Loaded {
    static final Optional<Specification> INSTANCE = root().map(Specification::new);

    static {
      if (INSTANCE.isEmpty()) {
        System.err.println("No " + FOLDER + " found: answers aren't compared with the schemas.");
      }
    }
  }

  private final Path root;
  private final SpecificationFiles files = new SpecificationFiles();
  private final List<Operation> operations;
  private final EventSchemas events;

  private Specification(Path root) {
    this.root = root;
    this.operations = load();
    this.events = new EventSchemas(files, root.resolve("event-schemas/schema"));
  }

  /** The specification, if its folder exists. Read once. */
  public static Optional<Specification> find() {
    return Loaded.INSTANCE;
  }

  /**
   * The specification; if it is missing, the running test is skipped with a message that says why.
   */
  public static Specification require() {
    Assumptions.assumeTrue(
        find().isPresent(),
        () ->
            "skipped: there is no folder "
                + FOLDER
                + " next to the repository (the Matrix specification's OpenAPI files;"
                + " -Dbongsu.matrix.spec=DIR names another place)");
    return find().orElseThrow();
  }

  private static Optional<Path> root() {
    String named = System.getProperty("bongsu.matrix.spec");
    if (named != null) {
      return Optional.of(Path.of(named)).filter(Specification::isRoot);
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
        .map(p -> p.resolve(FOLDER))
        .filter(Specification::isRoot)
        .findFirst();
  }

  private static boolean isRoot(Path folder) {
    return Files.isDirectory(folder.resolve("api/client-server"));
  }

  /** Every operation, by path and method. */
  public List<Operation> operations() {
    return operations;
  }

  public Optional<Operation> operation(String id) {
    return operations.stream().filter(o -> o.id().equals(id)).findFirst();
  }

  /** The specification's schemas for the content of events that servers write themselves. */
  EventSchemas events() {
    return events;
  }

  /**
   * The operation of a request.
   *
   * <p>Two pairs share method and path and differ in the request: {@code inviteBy3PID} has a {@code
   * medium} in the body, {@code peekEvents} a {@code room_id} in the query.
   *
   * @param target the path as sent, with or without query
   */
  public Optional<Operation> find(String method, String target, String body) {
    String path = target.split("\\?", 2)[0];
    String query = target.substring(path.length());
    List<Operation> found = matching(method, path);
    if (found.isEmpty()) { // the state key may be left out together with its slash
      found = matching(method, path + "/");
    }
    if (found.size() < 2) {
      return found.stream().findFirst();
    }
    boolean second = body.contains("\"medium\"") || query.contains("room_id=");
    Set<String> seconds = Set.of("inviteBy3PID", "peekEvents");
    return found.stream().filter(o -> seconds.contains(o.id()) == second).findFirst();
  }

  private List<Operation> matching(String method, String path) {
    String[] segments = Operation.segments(path);
    List<Operation> found =
        operations.stream()
            .filter(o -> o.method().equals(method) && o.matches(segments))
            .sorted(Comparator.comparing(Operation::precedence))
            .toList();
    return found.stream()
        .filter(o -> o.precedence().equals(found.getFirst().precedence()))
        .toList();
  }

  /** The examples that the files give for an answer: test material for this reader. */
  List<JsonNode> examples(Operation operation, int status) {
    Located document = files.document(root.resolve("api/client-server").resolve(operation.file()));
    List<JsonNode> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.node().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (method.getValue().path("operationId").asString("").equals(operation.id())) {
          JsonNode response = method.getValue().path("responses").path("" + status);
          Located at = files.follow(new Located(document.file(), response));
          at.node()
              .at("/content/application~1json/examples")
              .properties()
              .forEach(e -> {
                Located example = new Located(at.file(), e.getValue());
                found.add(files.follow(example).node().path("value"));
              });
        }
      }
    }
    return found;
  }

  private List<Operation> load() {
    List<Operation> result = new ArrayList<>();
    try (Stream<Path> list = Files.list(root.resolve("api/client-server"))) {
      list.filter(p -> p.toString().endsWith(".yaml"))
          .forEach(p -> result.addAll(load(files.document(p))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    result.sort(Comparator.comparing(Operation::path).thenComparing(Operation::method));
    return List.copyOf(result);
  }

  private List<Operation> load(Located document) {
    JsonNode server = document.node().path("servers").path(0);
    String base = server.path("variables").path("basePath").path("default").asString("");
    List<Operation> result = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.node().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          // a trailing space is how the files write a path a second time
          String whole = base + path.getKey().strip();
          Located at = new Located(document.file(), method.getValue());
          result.add(operation(method.getKey().toUpperCase(java.util.Locale.ROOT), whole, at));
        }
      }
    }
    return result;
  }

  private Operation operation(String method, String path, Located at) {
    JsonNode node = at.node();
    List<Operation.Parameter> parameters = new ArrayList<>();
    for (JsonNode parameter : node.path("parameters").values()) {
      Located p = files.follow(new Located(at.file(), parameter));
      parameters.add(
          new Operation.Parameter(
              p.node().path("name").asString(),
              p.node().path("in").asString(),
              p.node().path("required").asBoolean(false),
              files.schema(p.child("schema"))));
    }
    Map<Integer, Operation.Response> responses = new HashMap<>();
    for (Map.Entry<String, JsonNode> response : node.path("responses").properties()) {
      Located r = files.follow(new Located(at.file(), response.getValue()));
      responses.put(Integer.valueOf(response.getKey()), new Operation.Response(json(r)));
    }
    Optional<Operation.Body> body = Optional.empty();
    if (node.has("requestBody")) {
      Located b = files.follow(at.child("requestBody"));
      body = Optional.of(new Operation.Body(b.node().path("required").asBoolean(false), json(b)));
    }
    return new Operation(
        node.path("operationId").asString(),
        method,
        path,
        at.file().getFileName().toString(),
        node.path("deprecated").asBoolean(false),
        !node.path("security").isEmpty(),
        List.copyOf(parameters),
        body,
        Map.copyOf(responses));
  }

  private Optional<JsonNode> json(Located body) {
    Located schema = body.child("content").child("application/json").child("schema");
    return schema.node().isMissingNode() ? Optional.empty() : Optional.of(files.schema(schema));
  }
}
