package org.bongsu.restic;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encrypts and authenticates, as restic does: AES-256 in counter mode, then Poly1305-AES over the
 * ciphertext. Sealed bytes are {@code IV (16) || ciphertext || MAC (16)}. Not thread-safe.
 */
final class MasterKey {
  /** How much longer sealed bytes are than what is in them. */
  static final int OVERHEAD_BYTES = 32;

  static final int KEY_BYTES = 64;
  private static final int IV_BYTES = 16;
  private static final int MAC_BYTES = 16;
  private static final int ENCRYPTION_KEY_BYTES = 32;

  /**
   * How much is given to the cipher at a time. With few large pieces the compiler does not get to
   * replace its loop by the processor's instructions: 70 instead of 3,000 MB/s.
   */
  private static final int CRYPT_BYTES = 1 << 14;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] encryption;
  private final SecretKeySpec encryptionKey;
  private final byte[] macK;
  private final byte[] macR;
  private final Cipher counterMode = cipher("AES/CTR/NoPadding");
  private final Cipher block = cipher("AES/ECB/NoPadding");
  private final Poly1305 poly1305 = new Poly1305();

  private MasterKey(byte[] encryption, byte[] macK, byte[] macR) {
    this.encryption = encryption;
    this.encryptionKey = new SecretKeySpec(encryption, "AES");
    this.macK = macK;
    this.macR = macR;
    try {
      block.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(macK, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES with a key of 16 bytes", e);
    }
  }

  /** From 64 bytes: the encryption key, then k and r of the MAC. */
  static MasterKey of(byte[] key) {
    return new MasterKey(
        Arrays.copyOf(key, ENCRYPTION_KEY_BYTES),
        Arrays.copyOfRange(key, ENCRYPTION_KEY_BYTES, ENCRYPTION_KEY_BYTES + MAC_BYTES),
        masked(Arrays.copyOfRange(key, ENCRYPTION_KEY_BYTES + MAC_BYTES, KEY_BYTES)));
  }

  static MasterKey random() {
    return of(randomBytes(KEY_BYTES));
  }

  static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Clears the bits of r that Poly1305 wants to be zero. */
  private static byte[] masked(byte[] r) {
    for (int i = 3; i < r.length; i += 4) {
      r[i] &= 0x0f;
    }
    for (int i = 4; i < r.length; i += 4) {
      r[i] &= (byte) 0xfc;
    }
    return r;
  }

  ObjectNode toJson() {
    Base64.Encoder base64 = Base64.getEncoder();
    ObjectNode json = Json.object();
    json.putObject("mac")
        .put("k", base64.encodeToString(macK))
        .put("r", base64.encodeToString(macR));
    return json.put("encrypt", base64.encodeToString(encryption));
  }

  /**
   * Reads what {@link #toJson} writes.
   *
   * @throws MalformedJson if a part is missing or has another length
   */
  static MasterKey parse(byte[] utf8) {
    JsonNode json = Json.parse(utf8);
    return new MasterKey(
        bytes(json.path("encrypt"), ENCRYPTION_KEY_BYTES),
        bytes(json.path("mac").path("k"), MAC_BYTES),
        masked(bytes(json.path("mac").path("r"), MAC_BYTES)));
  }

  private static byte[] bytes(JsonNode base64, int length) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64.asString(""));
      if (bytes.length == length) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not base64");
    }
    throw new MalformedJson("a key is not of " + length + " bytes");
  }

  byte[] seal(byte[] plaintext, int offset, int length) {
    byte[] sealed = new byte[length + OVERHEAD_BYTES];
    seal(plaintext, offset, length, sealed, 0);
    return sealed;
  }

  /** Seals with a new random IV; the target has room for {@code length + OVERHEAD_BYTES}. */
  void seal(byte[] plaintext, int offset, int length, byte[] target, int at) {
    System.arraycopy(randomBytes(IV_BYTES), 0, target, at, IV_BYTES);
    crypt(Cipher.ENCRYPT_MODE, target, at, plaintext, offset, length, target, at + IV_BYTES);
    byte[] mac = mac(target, at, at + IV_BYTES, length);
    System.arraycopy(mac, 0, target, at + IV_BYTES + length, MAC_BYTES);
  }

  /** The plaintext; null if the MAC is not right, because of other bytes or another key. */
  byte @Nullable [] open(byte[] sealed, int offset, int length) {
    int plainLength = length - OVERHEAD_BYTES;
    if (plainLength < 0) {
      return null;
    }
    int text = offset + IV_BYTES;
    byte[] expected =
        Arrays.copyOfRange(sealed, text + plainLength, text + plainLength + MAC_BYTES);
    if (!MessageDigest.isEqual(expected, mac(sealed, offset, text, plainLength))) {
      return null;
    }
    byte[] plaintext = new byte[plainLength];
    crypt(Cipher.DECRYPT_MODE, sealed, offset, sealed, text, plainLength, plaintext, 0);
    return plaintext;
  }

  private void crypt(
      int mode, byte[] iv, int ivAt, byte[] from, int offset, int length, byte[] to, int at) {
    try {
      counterMode.init(mode, encryptionKey, new IvParameterSpec(iv, ivAt, IV_BYTES));
      int done = 0;
      for (; length - done > CRYPT_BYTES; done += CRYPT_BYTES) {
        counterMode.update(from, offset + done, CRYPT_BYTES, to, at + done);
      }
      counterMode.doFinal(from, offset + done, length - done, to, at + done);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES in counter mode", e);
    }
  }

  private byte[] mac(byte[] iv, int ivAt, int text, int length) {
    try {
      byte[] key = Arrays.copyOf(macR, 2 * MAC_BYTES);
      block.doFinal(iv, ivAt, IV_BYTES, key, MAC_BYTES);
      poly1305.init(new KeyParameter(key));
      poly1305.update(iv, text, length);
      byte[] mac = new byte[MAC_BYTES];
      poly1305.doFinal(mac, 0);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES of one block", e);
    }
  }

  private static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + transformation, e);
    }
  }
}
