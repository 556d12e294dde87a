package org.bongsu.matrix.keys;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.id.UserId;
import org.bongsu.keys.Keys;
import tools.jackson.databind.node.ObjectNode;

/** The signatures over a user's devices and keys that were uploaded after them, for one asker. */
final class Signatures {
  private record Made(UserId signer, Keys.Signature signature) {}

  private final List<Made> all = new ArrayList<>();

  /** Adds what a user has signed: the owner's own for everybody, the asker's for the asker. */
  Signatures add(UserId signer, List<Keys.Signature> signatures) {
    signatures.forEach(signature -> all.add(new Made(signer, signature)));
    return this;
  }

  /**
   * A copy of a key with its signatures.
   *
   * @param name the device id, or the public part of a cross-signing key
   */
  ObjectNode addTo(String name, ObjectNode key) {
    ObjectNode signed = key.deepCopy();
    for (Made made : all) {
      if (made.signature.key().equals(name)) {
        signed
            .withObjectProperty("signatures")
            .withObjectProperty(made.signer.value())
            .put(made.signature.signingKey(), made.signature.signature());
      }
    }
    return signed;
  }
}
