package org.bongsu.shard;

/**
 * Something was taken back: that is durable and applied in this site, but it is not known in time
 * whether every other one has followed. Asking again waits again.
 */
public final class RevocationUnconfirmed extends RuntimeException {
  public RevocationUnconfirmed(String message) {
    super(message);
  }

  public RevocationUnconfirmed(String message, Throwable cause) {
    super(message, cause);
  }
}
