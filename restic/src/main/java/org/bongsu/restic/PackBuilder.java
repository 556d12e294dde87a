package org.bongsu.restic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pack that is being filled, in memory. */
final class PackBuilder {
  private static final int FIRST_BYTES = 1 << 16;

  /** So that headers stay small, also of packs of tiny blobs. */
  static final int BLOBS_MAX = 10_000;

  /** A pack that is ready to be written. */
  record Finished(String id, ByteBuffer bytes, List<PackedBlob> blobs) {}

  private final MasterKey key;
  private final Map<BlobId, PackedBlob> byId = new HashMap<>();
  private final List<PackedBlob> blobs = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BYTES];
  private int filled;
  private @Nullable Finished finished;

  PackBuilder(MasterKey key) {
    this.key = key;
  }

  boolean isEmpty() {
    return blobs.isEmpty();
  }

  /** Whether sealed bytes of this length can be added within the limits of a pack. */
  boolean hasRoomFor(int sealedLength) {
    return isEmpty()
        || (filled + sealedLength <= Repository.PACK_BYTES && blobs.size() < BLOBS_MAX);
  }

  @Nullable PackedBlob find(BlobId id) {
    return byId.get(id);
  }

  /** The sealed bytes of a blob in this pack. */
  byte[] sealed(PackedBlob blob) {
    return Arrays.copyOfRange(buffer, blob.offset(), blob.offset() + blob.length());
  }

  /** Seals bytes into the pack. */
  void seal(BlobType type, BlobId id, byte[] bytes, int offset, int length, int rawLength) {
    int sealedLength = length + MasterKey.OVERHEAD_BYTES;
    reserve(sealedLength);
    key.seal(bytes, offset, length, buffer, filled);
    note(new PackedBlob(type, id, filled, sealedLength, rawLength));
  }

  /** Copies a blob that is sealed already. */
  void copy(PackedBlob blob, byte[] bytes, int offset) {
    reserve(blob.length());
    System.arraycopy(bytes, offset, buffer, filled, blob.length());
    note(new PackedBlob(blob.type(), blob.id(), filled, blob.length(), blob.rawLength()));
  }

  private void note(PackedBlob blob) {
    blobs.add(blob);
    byId.put(blob.id(), blob);
    filled += blob.length();
    finished = null;
  }

  private void reserve(int bytes) {
    int needed = filled + bytes;
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, Math.max(needed, Math.min(2 * buffer.length, Repository.PACK_BYTES)));
    }
  }

  /**
   * The pack with its header. The same until something is added, so that writing can be tried
   * again.
   */
  Finished finish() {
    if (finished == null) {
      byte[] header = PackHeader.encode(blobs, key);
      reserve(header.length);
      System.arraycopy(header, 0, buffer, filled, header.length);
      int size = filled + header.length;
      finished =
          new Finished(
              Sha256.hex(buffer, 0, size), ByteBuffer.wrap(buffer, 0, size), List.copyOf(blobs));
    }
    return finished;
  }

  /** Begins the next pack. */
  void clear() {
    byId.clear();
    blobs.clear();
    buffer = new byte[FIRST_BYTES];
    filled = 0;
    finished = null;
  }
}
