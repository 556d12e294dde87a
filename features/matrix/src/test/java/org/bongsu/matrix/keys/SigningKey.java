package org.bongsu.matrix.keys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.bongsu.json.CanonicalJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An Ed25519 key pair, as a client's device or cross-signing has. */
final class SigningKey {
  private final KeyPair pair;

  SigningKey() {
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last 32 bytes of the key's X.509 form, in unpadded Base64. */
  String publicKey() {
    byte[] encoded = pair.getPublic().getEncoded();
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  /** Adds this key's signature to an object; a cross-signing key is named by its public part. */
  ObjectNode sign(ObjectNode object, String userId, @Nullable String name) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(CanonicalJson.encode(Ed25519.signedPart(object)));
      object
          .withObjectProperty("signatures")
          .withObjectProperty(userId)
          .put(
              "ed25519:" + (name == null ? publicKey() : name),
              Base64.getEncoder().withoutPadding().encodeToString(signer.sign()));
      return object;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
