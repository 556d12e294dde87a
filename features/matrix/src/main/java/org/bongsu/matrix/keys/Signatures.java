package org.bongsu.matrix.keys;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.id.UserId;
import org.bongsu.keys.Keys;
import tools.jackson.databind.node.ObjectNode;

/** Signatures of a user's devices and keys that were uploaded later, as visible to one caller. */
final class Signatures {
  private record BySigner(UserId signer, Keys.Signature signature) {}

  private final List<BySigner> all = new ArrayList<>();

  /**
   * Adds signatures by a user: those by the key's owner are visible to everyone, those by the
   * caller to the caller.
   */
  Signatures add(UserId signer, List<Keys.Signature> signatures) {
    signatures.forEach(signature -> all.add(new BySigner(signer, signature)));
    return this;
  }

  /**
   * A copy of a key with its signatures.
   *
   * @param name the device id, or the public part of a cross-signing key
   */
  ObjectNode addTo(String name, ObjectNode key) {
    ObjectNode signed = key.deepCopy();
    for (BySigner made : all) {
      if (made.signature.key().equals(name)) {
        object(object(signed, "signatures"), made.signer.value())
            .put(made.signature.signingKey(), made.signature.signature());
      }
    }
    return signed;
  }

  /** A member that is an object; one of another type, as uploads once could have, is replaced. */
  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.path(name) instanceof ObjectNode known ? known : parent.putObject(name);
  }
}
