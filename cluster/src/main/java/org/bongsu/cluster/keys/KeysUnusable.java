package org.bongsu.cluster.keys;

/** A key or certificate is missing, broken, expired, or not for this site; the message says it. */
public final class KeysUnusable extends RuntimeException {
  KeysUnusable(String message) {
    super(message);
  }

  KeysUnusable(String message, Throwable cause) {
    super(message, cause);
  }
}
