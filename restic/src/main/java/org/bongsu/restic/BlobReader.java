package org.bongsu.restic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads blobs out of packs, and checks them. */
final class BlobReader {
  private final ObjectStorage storage;
  private final MasterKey key;

  BlobReader(ObjectStorage storage, MasterKey key) {
    this.storage = storage;
    this.key = key;
  }

  /**
   * The content of a blob, from the first place where it is intact.
   *
   * @throws RepositoryDamaged if it is intact nowhere
   */
  byte[] load(BlobType type, BlobId id, List<BlobIndex.Place> places) {
    String problem = "no index has it";
    for (BlobIndex.Place place : places) {
      PackedBlob blob = place.blob();
      try {
        byte[] sealed = storage.get(ObjectNames.pack(place.pack()), blob.offset(), blob.length());
        byte[] content = open(blob, sealed, 0, sealed.length);
        if (content != null) {
          return content;
        }
        problem = "it is damaged in pack " + place.pack();
      } catch (NoSuchObject e) {
        problem = "pack " + place.pack() + " is missing";
      }
    }
    throw new RepositoryDamaged("%s blob %s cannot be read: %s".formatted(type.text, id, problem));
  }

  /** The content of a sealed blob; null if its MAC, its length or its hash is wrong. */
  byte @Nullable [] open(PackedBlob blob, byte[] bytes, int offset, int length) {
    byte[] content = length == blob.length() ? key.open(bytes, offset, length) : null;
    if (content != null && blob.rawLength() > 0) {
      content = Compression.decompress(content, blob.rawLength());
    }
    boolean intact = content != null && BlobId.of(content, 0, content.length).equals(blob.id());
    return intact ? content : null;
  }
}
