package org.bongsu.shard;

/**
 * A revocation is durable and applied in this site, but not every other site has confirmed in time
 * that it has applied it. A repeated request waits again.
 */
public final class RevocationUnconfirmed extends RuntimeException {
  public RevocationUnconfirmed(String message) {
    super(message);
  }

  public RevocationUnconfirmed(String message, Throwable cause) {
    super(message, cause);
  }
}
