package org.bongsu.restic;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects blobs in packs, one for each type, and writes the packs and then an index of them.
 * Whatever fails can be tried again: an object that may have arrived is written again under the
 * same name.
 */
final class PackWriter implements AutoCloseable {
  /** Ids of data and of trees are apart. */
  private record Key(BlobType type, BlobId id) {}

  private final ObjectStorage storage;
  private final SealedJson json;
  private final BlobIndex index;
  private final Compression compression = new Compression();
  private final Map<BlobType, PackBuilder> open = new EnumMap<>(BlobType.class);

  /** Packs that are written and that no index lists yet. */
  private final Map<String, List<PackedBlob>> unlisted = new LinkedHashMap<>();

  private final Map<Key, BlobIndex.Place> unlistedPlaces = new HashMap<>();
  private SealedJson.@Nullable Sealed sealedIndex;
  private long writtenBytes;

  /**
   * A writer.
   *
   * @param index receives each index that was written
   */
  PackWriter(ObjectStorage storage, MasterKey key, SealedJson json, BlobIndex index) {
    this.storage = storage;
    this.json = json;
    this.index = index;
    for (BlobType type : BlobType.values()) {
      open.put(type, new PackBuilder(key));
    }
  }

  /** Whether a blob is in a pack that this has written or is filling, and that no index lists. */
  boolean contains(BlobType type, BlobId id) {
    return unlistedPlaces.containsKey(new Key(type, id)) || builder(type).find(id) != null;
  }

  /** The place of a blob in a pack that is written. */
  List<BlobIndex.Place> places(BlobType type, BlobId id) {
    BlobIndex.Place place = unlistedPlaces.get(new Key(type, id));
    return place == null ? List.of() : List.of(place);
  }

  /** A blob of a pack that is being filled; null if it is in none. */
  byte @Nullable [] openUnwritten(BlobType type, BlobId id, BlobReader reader) {
    PackBuilder builder = builder(type);
    PackedBlob blob = builder.find(id);
    return blob == null ? null : reader.open(blob, builder.sealed(blob), 0, blob.length());
  }

  /** Whether there are blobs that no index lists. */
  boolean hasUnlisted() {
    return !unlisted.isEmpty() || open.values().stream().anyMatch(pack -> !pack.isEmpty());
  }

  private PackBuilder builder(BlobType type) {
    PackBuilder builder = open.get(type);
    if (builder == null) {
      throw new IllegalStateException("a pack for each type");
    }
    return builder;
  }

  /** Compresses, seals and adds a blob. */
  void save(BlobType type, BlobId id, byte[] content, int offset, int length) {
    byte[] compressed = compression.compressIfSmaller(content, offset, length);
    if (compressed == null) {
      roomFor(type, length + MasterKey.OVERHEAD_BYTES).seal(type, id, content, offset, length, 0);
    } else {
      roomFor(type, compressed.length + MasterKey.OVERHEAD_BYTES)
          .seal(type, id, compressed, 0, compressed.length, length);
    }
  }

  /** Adds a blob as it is in another pack, whose bytes at this offset are the sealed blob. */
  void copy(PackedBlob blob, byte[] bytes, int offset) {
    roomFor(blob.type(), blob.length()).copy(blob, bytes, offset);
  }

  private PackBuilder roomFor(BlobType type, int sealedLength) {
    PackBuilder builder = builder(type);
    if (!builder.hasRoomFor(sealedLength)) {
      writePack(builder);
      if (unlistedPlaces.size() >= Repository.PENDING_BLOBS_MAX) {
        writeIndex();
      }
    }
    return builder;
  }

  /** Writes the packs that are being filled, and an index of all packs that are in none. */
  void flush() {
    open.values().forEach(this::writePack);
    writeIndex();
  }

  private void writePack(PackBuilder builder) {
    if (builder.isEmpty()) {
      return;
    }
    PackBuilder.Finished pack = builder.finish();
    storage.put(ObjectNames.pack(pack.id()), pack.bytes().duplicate());
    writtenBytes += pack.bytes().remaining();
    unlisted.put(pack.id(), pack.blobs());
    for (PackedBlob blob : pack.blobs()) {
      unlistedPlaces.put(new Key(blob.type(), blob.id()), new BlobIndex.Place(pack.id(), blob));
    }
    sealedIndex = null;
    builder.clear();
  }

  private void writeIndex() {
    if (unlisted.isEmpty()) {
      return;
    }
    if (sealedIndex == null) {
      sealedIndex = json.seal(IndexFile.encode(unlisted));
    }
    json.put("index", sealedIndex);
    index.add(sealedIndex.id(), unlisted);
    unlisted.clear();
    unlistedPlaces.clear();
    sealedIndex = null;
  }

  /** The size of all packs written. */
  long writtenBytes() {
    return writtenBytes;
  }

  /** Forgets everything that no index lists. */
  void discard() {
    open.values().forEach(PackBuilder::clear);
    unlisted.clear();
    unlistedPlaces.clear();
    sealedIndex = null;
  }

  @Override
  public void close() {
    compression.close();
  }
}
