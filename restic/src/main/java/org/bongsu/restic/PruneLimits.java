package org.bongsu.restic;

/**
 * What {@link Repository#prune} rewrites besides deleting packs of which nothing is used.
 *
 * @param unusedPercentMax packs with more unused bytes than this are rewritten; 100 for none
 * @param smallPackBytes packs below this size are put together; 0 for none
 * @param rewrittenBytesMax at most this much is rewritten in one run
 */
public record PruneLimits(int unusedPercentMax, long smallPackBytes, long rewrittenBytesMax) {
  /** More than 20 % unused, packs below 4 MiB, at most 1 GiB in one run. */
  public static final PruneLimits DEFAULT = new PruneLimits(20, 4 << 20, 1 << 30);
}
