package org.bongsu.cluster.keys;

/** A key or certificate is missing, broken, expired, or another site's; the message says which. */
public final class KeysUnusable extends RuntimeException {
  KeysUnusable(String message) {
    super(message);
  }

  KeysUnusable(String message, Throwable cause) {
    super(message, cause);
  }
}
