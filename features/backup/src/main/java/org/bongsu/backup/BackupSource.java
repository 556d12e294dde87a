package org.bongsu.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.shard.Shards;
import org.bongsu.store.ShardFile;
import org.bongsu.upload.MediaDeletions;

/**
 * What is backed up.
 *
 * @param data the data directory; the backup's own files are in {@code backup} there, and may be
 *     deleted while no server runs
 * @param tail the entries that were applied since the last round
 */
record BackupSource(String serverName, Shards shards, MediaStore media, Path data, EntryTail tail) {
  int shardCount() {
    return shards.map().count();
  }

  /** For temporary files and the cache of the repository's index. */
  Path directory() {
    return data.resolve("backup");
  }

  List<ShardFile> files() {
    return IntStream.range(0, shardCount())
        .mapToObj(shard -> new ShardFile(Shards.file(data, shard)))
        .toList();
  }

  /** The present state; empty if none that is consistent is found now. */
  Optional<Cut> cut() {
    return ConsistentCut.take(shardCount(), ConsistentCut.of(shards));
  }

  /** Whether content that is missing here may still be shown: then backups keep it. */
  boolean isNeeded(ContentHash hash) {
    return !MediaDeletions.isContentDeleted(shards.readers(), hash.value());
  }
}
