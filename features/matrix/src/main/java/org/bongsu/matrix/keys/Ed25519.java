package org.bongsu.matrix.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bongsu.json.CanonicalJson;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.node.ObjectNode;

/** Verifies signed JSON (specification, appendices: signing JSON). The server signs nothing. */
final class Ed25519 {
  /** The bytes before the 32 bytes of an Ed25519 key in its X.509 encoding (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private Ed25519() {}

  /** The Ed25519 key that a cross-signing key holds, in unpadded Base64. */
  static Optional<String> keyOf(ObjectNode crossSigningKey) {
    return crossSigningKey
        .path("keys")
        .propertyStream()
        .filter(key -> key.getKey().startsWith("ed25519:"))
        .map(key -> key.getValue().asString(""))
        .filter(key -> decode(key).length == KEY_BYTES)
        .findFirst();
  }

  /** A copy of the object without the members that a signature does not cover. */
  static ObjectNode signedPart(ObjectNode object) {
    ObjectNode part = object.deepCopy();
    part.remove("signatures");
    part.remove("unsigned");
    return part;
  }

  /** Whether a signature over an object was made with a key; both in unpadded Base64. */
  static boolean isSigned(ObjectNode object, String key, String signature) {
    byte[] bytes = decode(key);
    if (bytes.length != KEY_BYTES) {
      return false;
    }
    byte[] encoded = new byte[X509_PREFIX.length + KEY_BYTES];
    System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
    System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, KEY_BYTES);
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(CanonicalJson.encode(signedPart(object)));
      return verifier.verify(decode(signature));
    } catch (GeneralSecurityException | MalformedJson notSigned) {
      return false;
    }
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
