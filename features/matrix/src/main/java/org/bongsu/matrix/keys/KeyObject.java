package org.bongsu.matrix.keys;

import org.bongsu.json.CanonicalJson;
import org.bongsu.json.Json;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks objects with keys, such as those of a device, before they are stored: other users' clients
 * get them as they are.
 */
final class KeyObject {
  /** Ten times what a device's keys take. An answer may contain those of a thousand devices. */
  private static final int BYTES_MAX = 8 * 1024;

  private KeyObject() {}

  /**
   * Checks {@code keys} and {@code signatures}, the size, and that the object can be signed.
   *
   * @throws MatrixError 400 {@code M_BAD_JSON} or 413 {@code M_TOO_LARGE}
   */
  static void requireSound(ObjectNode object, String name) {
    requireSmall(object, name);
    if (!isObjectOfStrings(object.path("keys"))) {
      throw MatrixError.badJson(name + ".keys is not an object of strings");
    }
    JsonNode signatures = object.path("signatures");
    boolean signed =
        signatures.isMissingNode()
            || (signatures.isObject()
                && signatures.valueStream().allMatch(KeyObject::isObjectOfStrings));
    if (!signed) {
      throw MatrixError.badJson(name + ".signatures is not an object of objects of strings");
    }
    if (!CanonicalJson.isCanonicalizable(object)) {
      throw MatrixError.badJson(name + " has numbers that are no integers");
    }
  }

  private static boolean isObjectOfStrings(JsonNode node) {
    return node.isObject() && node.valueStream().allMatch(JsonNode::isString);
  }

  /**
   * Checks the size alone.
   *
   * @throws MatrixError 413 {@code M_TOO_LARGE}
   */
  static void requireSmall(JsonNode node, String name) {
    if (Json.bytes(node).length > BYTES_MAX) {
      throw MatrixError.tooLarge(name + " has more than " + BYTES_MAX + " bytes");
    }
  }
}
