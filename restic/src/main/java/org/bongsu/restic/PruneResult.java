package org.bongsu.restic;

import java.util.List;

/** What {@link Repository#prune} did. */
public sealed interface PruneResult {
  /**
   * It ran to its end.
   *
   * @param packsDeleted among them the rewritten ones
   * @param bytesDeleted the size of those packs
   * @param packsRewritten packs whose used blobs are in new packs now
   * @param bytesWritten the size of the new packs
   * @param indexesReplaced index files that larger ones, or ones without the deleted packs, replace
   */
  record Pruned(
      int packsDeleted,
      long bytesDeleted,
      int packsRewritten,
      long bytesWritten,
      int indexesReplaced)
      implements PruneResult {}

  /** Nothing was done, as others use the repository. */
  record LockedByOthers(List<LockHolder> holders) implements PruneResult {}
}
