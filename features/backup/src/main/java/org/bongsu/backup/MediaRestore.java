package org.bongsu.backup;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaTooLarge;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;

/** Restores photos and files into a store, and compares their hashes. */
final class MediaRestore {
  private static final System.Logger LOG = System.getLogger(MediaRestore.class.getName());

  private final Repository repository;
  private final MediaStore media;
  private long files;
  private long bytes;

  MediaRestore(Repository repository, MediaStore media) {
    this.repository = repository;
    this.media = media;
  }

  /** Restores one; if it is damaged in the backup, it is left out, and the report names it. */
  void restore(Node file) {
    Optional<ContentHash> hash = ContentHash.parse(file.name());
    if (hash.isEmpty() || media.find(hash.get()).isPresent()) {
      return;
    }
    try (MediaSink sink = media.receive(file.sizeBytes())) {
      for (BlobId part : file.content()) {
        sink.write(ByteBuffer.wrap(repository.load(part)));
      }
      if (sink.keepIf(hash.get()).isPresent()) {
        files++;
        bytes += file.sizeBytes();
      }
    } catch (RepositoryDamaged | MediaTooLarge e) {
      LOG.log(System.Logger.Level.WARNING, "{0} is not restored: {1}", file.name(), e.getMessage());
    }
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }
}
