package org.bongsu.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.Tree;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;

/**
 * Copies the files of all shards into the repository, one after the other and each a part at a
 * time. A shard is first copied to a file next to the data, because it must be of one state; its
 * pages keep their places, so that parts without a changed page are not stored again.
 */
final class CheckpointCopy implements AutoCloseable {
  /** 32 pages: smaller parts find more that is stored already, but each costs an index entry. */
  private static final int CHUNK_BYTES = 128 << 10;

  /**
   * A finished checkpoint.
   *
   * @param began when the copy of the first shard began
   * @param states of the shards' copies
   * @param files their nodes, {@code 000.db} and so on
   * @param directory the saved directory of the files
   */
  record Finished(Instant began, Cut states, List<Node> files, BlobId directory) {
    Finished {
      files = List.copyOf(files);
    }

    /** The file of a shard if it has not changed since. */
    private Optional<Node> unchanged(int shard, Cut.OfShard state) {
      return states.shards().get(shard).equals(state)
          ? Optional.of(files.get(shard))
          : Optional.empty();
    }
  }

  private final List<ShardFile> shards;
  private final Path copy;
  private final Instant began;
  private final @Nullable Finished before;
  private final List<Cut.OfShard> states = new ArrayList<>();
  private final List<Node> files = new ArrayList<>();
  private @Nullable FileCopy current;

  /**
   * Begins a checkpoint.
   *
   * @param copy a file to be made and deleted again
   * @param before the last checkpoint in the same repository
   */
  CheckpointCopy(List<ShardFile> shards, Path copy, Instant began, @Nullable Finished before) {
    this.shards = List.copyOf(shards);
    this.copy = copy;
    this.began = began;
    this.before = before;
  }

  Instant began() {
    return began;
  }

  /** Copies up to a number of bytes; the checkpoint if it is finished. */
  Optional<Finished> copySome(Repository repository, long bytesMax) throws IOException {
    for (long left = bytesMax; left > 0; ) {
      if (files.size() == shards.size()) {
        return Optional.of(finished(repository));
      }
      FileCopy file = current;
      if (file == null) {
        begin(states.size());
      } else {
        int copied = file.copy(repository);
        left -= copied;
        if (copied == 0) {
          files.add(file.node());
          endCopy();
        }
      }
    }
    return Optional.empty();
  }

  private void begin(int shard) throws IOException {
    ShardFile source = shards.get(shard);
    if (before != null) {
      ShardFile.Copied now = source.identity();
      Cut.OfShard state = new Cut.OfShard(now.position(), now.digest());
      Optional<Node> same = before.unchanged(shard, state);
      if (same.isPresent()) {
        states.add(state);
        files.add(same.get());
        return;
      }
    }
    Files.deleteIfExists(copy);
    ShardFile.Copied copied = source.copyTo(copy);
    current = new FileCopy(Files.newInputStream(copy), "%03d.db".formatted(shard), CHUNK_BYTES);
    states.add(new Cut.OfShard(copied.position(), copied.digest()));
  }

  private Finished finished(Repository repository) {
    return new Finished(began, new Cut(states), files, repository.saveTree(new Tree(files)));
  }

  private void endCopy() throws IOException {
    FileCopy file = current;
    current = null;
    if (file != null) {
      file.close();
    }
    Files.deleteIfExists(copy);
  }

  @Override
  public void close() {
    try {
      endCopy();
    } catch (IOException e) {
      // The next checkpoint deletes the copy.
    }
  }
}
