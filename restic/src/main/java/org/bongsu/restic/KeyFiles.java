package org.bongsu.restic;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects in {@code keys}: the master key, encrypted with a key that scrypt derives from a
 * password. There is one for each password.
 */
final class KeyFiles {
  /** Cost of a new key: 32 MiB of memory, about 0.1 s. */
  static final int COST_N = 1 << 15;

  private static final int COST_R = 8;
  private static final int COST_P = 1;
  private static final int SALT_BYTES = 64;

  /** Keys that need more memory than this are refused: 512 MiB. */
  private static final long MEMORY_BYTES_MAX = 512L << 20;

  private static final int P_MAX = 16;

  /** Keys tried, as restic has it. */
  private static final int KEYS_MAX = 20;

  private KeyFiles() {}

  /**
   * Makes a master key and writes its file.
   *
   * @param costN scrypt's parameter N
   */
  static MasterKey create(ObjectStorage storage, char[] password, Instant now, int costN) {
    MasterKey master = MasterKey.random();
    byte[] salt = MasterKey.randomBytes(SALT_BYTES);
    byte[] plaintext = Json.bytes(master.toJson());
    byte[] sealed =
        derive(password, salt, costN, COST_R, COST_P).seal(plaintext, 0, plaintext.length);
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode json =
        Json.object()
            .put("created", now.toString())
            .put("username", ThisProcess.USERNAME)
            .put("hostname", ThisProcess.HOSTNAME)
            .put("kdf", "scrypt")
            .put("N", costN)
            .put("r", COST_R)
            .put("p", COST_P)
            .put("salt", base64.encodeToString(salt))
            .put("data", base64.encodeToString(sealed));
    byte[] file = Json.bytes(json);
    storage.put("keys/" + Sha256.hex(file), ByteBuffer.wrap(file));
    return master;
  }

  /**
   * Opens the first key that this password opens.
   *
   * @throws WrongPassword if none does
   */
  static MasterKey open(ObjectStorage storage, char[] password) {
    List<String> names = new ArrayList<>();
    storage.list("keys", (name, size) -> names.add(name));
    if (names.isEmpty()) {
      throw new NoRepository("there are no keys");
    }
    for (String name : names.subList(0, Math.min(names.size(), KEYS_MAX))) {
      try {
        MasterKey master = open(Json.parse(storage.get(name)), password);
        if (master != null) {
          return master;
        }
      } catch (MalformedJson | IllegalArgumentException e) {
        throw new RepositoryDamaged(name + " is not a key: " + e.getMessage(), e);
      }
    }
    throw new WrongPassword("no key of the repository opens with this password");
  }

  private static @Nullable MasterKey open(JsonNode json, char[] password) {
    int n = json.path("N").asInt(0);
    int r = json.path("r").asInt(0);
    int p = json.path("p").asInt(0);
    if (!json.path("kdf").asString("").equals("scrypt")
        || r < 1
        || p < 1
        || p > P_MAX
        || 128L * n * r > MEMORY_BYTES_MAX) {
      throw new MalformedJson("its key derivation is unknown or too expensive");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] sealed = base64.decode(json.path("data").asString(""));
    MasterKey user = derive(password, base64.decode(json.path("salt").asString("")), n, r, p);
    byte[] plaintext = user.open(sealed, 0, sealed.length);
    return plaintext == null ? null : MasterKey.parse(plaintext);
  }

  private static MasterKey derive(char[] password, byte[] salt, int n, int r, int p) {
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = Arrays.copyOf(utf8.array(), utf8.limit());
    try {
      return MasterKey.of(SCrypt.generate(bytes, salt, n, r, p, MasterKey.KEY_BYTES));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(utf8.array(), (byte) 0);
    }
  }
}
