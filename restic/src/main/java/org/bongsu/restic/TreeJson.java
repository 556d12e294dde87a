package org.bongsu.restic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trees as restic encodes them. Reading is of two kinds: strict for callers, and for references
 * only, which {@code prune} needs also of entries that this program cannot represent.
 */
final class TreeJson {
  /** Go's bit for directories in a mode. */
  private static final long DIRECTORY_MODE = 1L << 31;

  private static final int PERMISSIONS = 0777;

  /** Receives each entry of a tree. */
  private interface Visitor {
    void node(JsonNode node);
  }

  /** What a tree refers to. */
  record References(List<BlobId> data, List<BlobId> trees) {}

  private TreeJson() {}

  static byte[] encode(Tree tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("{\"nodes\":[".getBytes(StandardCharsets.US_ASCII));
    boolean first = true;
    for (Node node : tree.nodes()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.writeBytes(Json.bytes(encode(node)));
    }
    out.writeBytes("]}\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static ObjectNode encode(Node node) {
    boolean directory = node.type() == Node.Type.DIRECTORY;
    String modified = node.modified().toString();
    ObjectNode json =
        Json.object()
            .put("name", GoNames.escape(node.name()))
            .put("type", directory ? "dir" : "file")
            .put("mode", node.permissions() | (directory ? DIRECTORY_MODE : 0))
            .put("mtime", modified)
            .put("atime", modified)
            .put("ctime", modified)
            .put("uid", node.uid())
            .put("gid", node.gid());
    if (directory) {
      json.putNull("content");
      return json.put("subtree", String.valueOf(node.subtree()));
    }
    json.put("size", node.sizeBytes()).put("links", 1);
    ArrayNode content = json.putArray("content");
    node.content().forEach(id -> content.add(id.value()));
    return json;
  }

  /**
   * Reads a tree.
   *
   * @throws RepositoryDamaged if it is malformed, or a name is not allowed or there twice
   */
  static Tree decode(byte[] encoded) {
    List<Node> nodes = new ArrayList<>();
    visit(encoded, node -> nodes.add(decode(node)));
    try {
      return new Tree(nodes);
    } catch (IllegalArgumentException e) {
      throw new RepositoryDamaged(String.valueOf(e.getMessage()), e);
    }
  }

  private static Node decode(JsonNode json) {
    String name = GoNames.unescape(json.path("name").asString(""));
    if (name == null) {
      throw new RepositoryDamaged("a name is not UTF-8");
    }
    try {
      Node.Type type =
          switch (json.path("type").asString("")) {
            case "file" -> Node.Type.FILE;
            case "dir" -> Node.Type.DIRECTORY;
            default -> Node.Type.OTHER;
          };
      return new Node(
          name,
          type,
          (int) (json.path("mode").asLong(0) & PERMISSIONS),
          time(json.path("mtime")),
          json.path("uid").asLong(0),
          json.path("gid").asLong(0),
          type == Node.Type.FILE ? json.path("size").asLong(0) : 0,
          type == Node.Type.FILE ? ids(json.path("content")) : List.of(),
          type == Node.Type.DIRECTORY ? new BlobId(json.path("subtree").asString("")) : null);
    } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
      throw new RepositoryDamaged("the entry \"" + name + "\" is malformed: " + e.getMessage(), e);
    }
  }

  private static Instant time(JsonNode json) {
    @Nullable String text = json.asString(null);
    return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
  }

  private static List<BlobId> ids(JsonNode array) {
    List<BlobId> ids = new ArrayList<>(array.size());
    for (JsonNode id : array) {
      ids.add(new BlobId(id.asString("")));
    }
    return ids;
  }

  /**
   * All ids in a tree.
   *
   * @throws RepositoryDamaged if it is malformed
   */
  static References references(byte[] encoded) {
    References found = new References(new ArrayList<>(), new ArrayList<>());
    visit(
        encoded,
        node -> {
          found.data.addAll(ids(node.path("content")));
          if (node.hasNonNull("subtree")) {
            found.trees.add(new BlobId(node.path("subtree").asString("")));
          }
        });
    return found;
  }

  /** Reads entry by entry, as a directory can be large. */
  private static void visit(byte[] encoded, Visitor visitor) {
    try (JsonParser json = Json.mapper().createParser(encoded)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean nodes = "nodes".equals(json.currentName());
        JsonToken value = json.nextToken();
        if (nodes && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            visitor.node(json.readValueAsTree());
          }
          require(json.currentToken() == JsonToken.END_ARRAY);
        } else {
          json.skipChildren();
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new RepositoryDamaged("it is no tree: " + e.getMessage(), e);
    }
  }

  private static void require(boolean isTree) {
    if (!isTree) {
      throw new RepositoryDamaged("it is no tree");
    }
  }
}
