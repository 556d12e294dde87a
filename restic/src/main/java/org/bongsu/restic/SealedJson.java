package org.bongsu.restic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;

/**
 * The objects of {@code snapshots}, {@code index} and {@code locks}: JSON, compressed and sealed,
 * named by the hash of what is stored. Decrypted, the first byte says the encoding: 2 for
 * compressed, or the JSON itself.
 */
final class SealedJson {
  private static final byte COMPRESSED = 2;

  /** Maximum size of JSON that is read whole: 16 MiB. */
  private static final int JSON_BYTES_MAX = 16 << 20;

  private final ObjectStorage storage;
  private final MasterKey key;

  SealedJson(ObjectStorage storage, MasterKey key) {
    this.storage = storage;
    this.key = key;
  }

  /** An object that is ready to be written. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sealed(String id, byte[] bytes) {}

  Sealed seal(byte[] json) {
    byte[] compressed = Compression.compress(json);
    byte[] encoded = new byte[compressed.length + 1];
    encoded[0] = COMPRESSED;
    System.arraycopy(compressed, 0, encoded, 1, compressed.length);
    byte[] sealed = key.seal(encoded, 0, encoded.length);
    return new Sealed(Sha256.hex(sealed), sealed);
  }

  void put(String directory, Sealed sealed) {
    storage.put(directory + "/" + sealed.id, ByteBuffer.wrap(sealed.bytes));
  }

  /** Writes an object; returns its id. */
  String save(String directory, JsonNode json) {
    Sealed sealed = seal(Json.bytes(json));
    put(directory, sealed);
    return sealed.id;
  }

  /**
   * Reads an object.
   *
   * @throws RepositoryDamaged if it is not what was written
   */
  JsonNode load(String directory, String id) {
    try (InputStream json = open(directory, id)) {
      byte[] bytes = json.readNBytes(JSON_BYTES_MAX);
      return Json.parse(bytes);
    } catch (IOException | MalformedJson e) {
      throw new RepositoryDamaged(directory + "/" + id + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Opens an object, so that large ones need not be in memory decompressed.
   *
   * @throws RepositoryDamaged if it is not what was written
   */
  InputStream open(String directory, String id) throws IOException {
    String name = directory + "/" + id;
    byte[] sealed = storage.get(name);
    if (!Sha256.hex(sealed).equals(id)) {
      throw new RepositoryDamaged(name + " is damaged: its content has another hash than its name");
    }
    byte[] encoded = key.open(sealed, 0, sealed.length);
    if (encoded == null || encoded.length == 0) {
      throw new RepositoryDamaged(name + " was not written with this repository's key");
    }
    return switch (encoded[0]) {
      case '{', '[' -> new ByteArrayInputStream(encoded);
      case COMPRESSED -> Compression.stream(encoded, 1);
      default -> throw new RepositoryDamaged(name + " has an unknown encoding: " + encoded[0]);
    };
  }
}
