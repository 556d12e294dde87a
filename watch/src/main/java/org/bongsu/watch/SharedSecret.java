package org.bongsu.watch;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all watchers of a deployment know, and nobody else: signs what they say to each other. */
final class SharedSecret {
  /** The header with the signature of a request or an answer. */
  static final String HEADER = "X-Bongsu-Signature";

  /** Shorter secrets could be guessed. */
  static final int LENGTH_MIN = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] secret;

  /**
   * A secret.
   *
   * @throws IllegalArgumentException if it is too short
   */
  SharedSecret(String secret) {
    if (secret.length() < LENGTH_MIN) {
      throw new IllegalArgumentException(
          "the watchers' secret needs %d letters or more".formatted(LENGTH_MIN));
    }
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** The HMAC-SHA256 (RFC 2104) of a text, in hexadecimal. */
  String sign(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isSignatureOf(byte[] text, String signature) {
    return MessageDigest.isEqual(
        sign(text).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
  }
}
