package org.bongsu.restic;

import java.util.List;

/**
 * What {@link Repository#check} found.
 *
 * @param problems in plain words, at most {@value #PROBLEMS_MAX}; empty if all is well
 * @param problemCount how many there are, listed or not
 * @param unusedBlobs blobs that no snapshot uses, which is no problem; {@link Repository#prune}
 *     removes them
 * @param unusedPacks packs that no index lists, as an interrupted write leaves them; the same
 */
public record CheckReport(
    List<String> problems,
    long problemCount,
    int snapshots,
    long packs,
    long blobs,
    long unusedBlobs,
    long unusedPacks) {
  /** Problems listed: 1,000. */
  public static final int PROBLEMS_MAX = 1000;

  public boolean isClean() {
    return problemCount == 0;
  }
}
