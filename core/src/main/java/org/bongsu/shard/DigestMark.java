package org.bongsu.shard;

/**
 * What a replica's digest was at a position at which all replicas look, so that they can be
 * compared.
 *
 * @param position of the next entry then; a multiple of {@link #FINE} or {@link #COARSE}
 * @param digest the first 16 hexadecimal digits: for telling that replicas differ, not for proof
 */
public record DigestMark(long position, String digest) {
  /** Where all look: often, so that a quiet shard is compared, too. */
  public static final int FINE = 64;

  /** And seldom, so that some are compared where much is written. */
  public static final int COARSE = 8192;
}
