package org.bongsu.shard;

/**
 * A replica's digest at a position that all replicas record, so that they can be compared.
 *
 * @param position of the next entry at that time; a multiple of {@link #FINE} or {@link #COARSE}
 * @param digest its first 16 hexadecimal digits: enough to detect that replicas differ, not a proof
 */
public record DigestMark(long position, String digest) {
  /** Positions between fine marks: few, so that a quiet shard is compared, too. */
  public static final int FINE = 64;

  /**
   * Positions between coarse marks: many, so that the mark of a busy shard stays current long
   * enough to be compared.
   */
  public static final int COARSE = 8192;
}
