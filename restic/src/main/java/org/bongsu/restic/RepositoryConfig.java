package org.bongsu.restic;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;

/**
 * The object {@code config}, sealed but not compressed.
 *
 * @param id names the repository for ever
 * @param chunkerPolynomial by which restic cuts files; not used here, but kept secret and random
 */
record RepositoryConfig(int version, String id, String chunkerPolynomial) {
  static final String NAME = "config";
  static final int VERSION = 2;
  private static final int ID_BYTES = 32;

  static RepositoryConfig create() {
    return new RepositoryConfig(
        VERSION,
        HexFormat.of().formatHex(MasterKey.randomBytes(ID_BYTES)),
        Long.toHexString(Polynomial.random()));
  }

  void put(ObjectStorage storage, MasterKey key) {
    byte[] json =
        Json.bytes(
            Json.object()
                .put("version", version)
                .put("id", id)
                .put("chunker_polynomial", chunkerPolynomial));
    storage.put(NAME, ByteBuffer.wrap(key.seal(json, 0, json.length)));
  }

  /**
   * Reads it.
   *
   * @throws NoRepository if there is none
   * @throws RepositoryDamaged if it cannot be read, or the version is another
   */
  static RepositoryConfig get(ObjectStorage storage, MasterKey key) {
    byte[] sealed;
    try {
      sealed = storage.get(NAME);
    } catch (NoSuchObject e) {
      throw new NoRepository("there is no configuration", e);
    }
    byte[] plaintext = key.open(sealed, 0, sealed.length);
    if (plaintext == null) {
      throw new RepositoryDamaged("config is damaged, or was not written with this key");
    }
    try {
      JsonNode json = Json.parse(plaintext);
      int version = json.path("version").asInt(0);
      String id = json.path("id").asString("");
      if (version != VERSION || !BlobId.FORM.matcher(id).matches()) {
        throw new RepositoryDamaged(
            "the repository has version " + version + "; restic migrate upgrades it to version 2");
      }
      return new RepositoryConfig(version, id, json.path("chunker_polynomial").asString(""));
    } catch (MalformedJson e) {
      throw new RepositoryDamaged("config is damaged: " + e.getMessage(), e);
    }
  }
}
