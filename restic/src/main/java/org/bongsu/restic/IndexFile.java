package org.bongsu.restic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** The JSON of an object in {@code index}: which blobs are in which packs. */
final class IndexFile {
  /** Blobs in one index file, as restic has it. */
  static final int BLOBS_MAX = 50_000;

  /** Receives each pack of an index file. */
  interface PackVisitor {
    void pack(String id, List<PackedBlob> blobs);
  }

  private IndexFile() {}

  static byte[] encode(Map<String, List<PackedBlob>> packs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.mapper().createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("packs");
      packs.forEach((id, blobs) -> writePack(json, id, blobs));
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void writePack(JsonGenerator json, String id, List<PackedBlob> blobs) {
    json.writeStartObject();
    json.writeStringProperty("id", id);
    json.writeArrayPropertyStart("blobs");
    for (PackedBlob blob : blobs) {
      json.writeStartObject();
      json.writeStringProperty("id", blob.id().value());
      json.writeStringProperty("type", blob.type().text);
      json.writeNumberProperty("offset", blob.offset());
      json.writeNumberProperty("length", blob.length());
      if (blob.rawLength() > 0) {
        json.writeNumberProperty("uncompressed_length", blob.rawLength());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Reads an index file, one pack in memory at a time.
   *
   * @throws RepositoryDamaged if it is not an index
   */
  static void decode(InputStream in, PackVisitor visitor) throws IOException {
    try (JsonParser json = Json.mapper().createParser(in)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean packs = "packs".equals(json.currentName());
        JsonToken value = json.nextToken();
        if (packs && value == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            visit(json.readValueAsTree(), visitor);
          }
          require(json.currentToken() == JsonToken.END_ARRAY);
        } else {
          json.skipChildren();
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new RepositoryDamaged("it is no index: " + e.getMessage(), e);
    }
  }

  private static void visit(JsonNode pack, PackVisitor visitor) {
    String id = new BlobId(pack.path("id").asString("")).value();
    List<PackedBlob> blobs = new ArrayList<>();
    for (JsonNode blob : pack.path("blobs")) {
      blobs.add(decode(blob));
    }
    visitor.pack(id, blobs);
  }

  private static PackedBlob decode(JsonNode blob) {
    @Nullable BlobType type =
        switch (blob.path("type").asString("")) {
          case "data" -> BlobType.DATA;
          case "tree" -> BlobType.TREE;
          default -> null;
        };
    int offset = blob.path("offset").asInt(-1);
    int length = blob.path("length").asInt(-1);
    int rawLength = blob.path("uncompressed_length").asInt(0);
    if (type == null || offset < 0 || length < MasterKey.OVERHEAD_BYTES || rawLength < 0) {
      throw new IllegalArgumentException("a blob has no place");
    }
    return new PackedBlob(
        type, new BlobId(blob.path("id").asString("")), offset, length, rawLength);
  }

  private static void require(boolean isIndex) {
    if (!isIndex) {
      throw new RepositoryDamaged("it is no index");
    }
  }
}
