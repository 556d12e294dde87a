package org.bongsu.cluster.media;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.bongsu.media.ContentHash;

/**
 * A piece of some content in the media log. Layout: version 1 (1 byte), upload (8), hash (32), size
 * (8), offset (8), then the piece.
 *
 * @param upload distinguishes two uploads of the same content
 * @param sizeBytes of the whole content
 * @param offset of the piece in it
 */
public record MediaChunk(
    long upload, ContentHash hash, long sizeBytes, long offset, ByteBuffer bytes) {
  /** Well below the largest record, and large enough that the cost per record does not matter. */
  static final int BYTES_MAX = 512 * 1024;

  private static final byte VERSION = 1;
  private static final int HASH_BYTES = 32;
  private static final int HEAD_BYTES = 1 + 8 + HASH_BYTES + 8 + 8;

  public byte[] encode() {
    return ByteBuffer.allocate(HEAD_BYTES + bytes.remaining())
        .put(VERSION)
        .putLong(upload)
        .put(HexFormat.of().parseHex(hash.value()))
        .putLong(sizeBytes)
        .putLong(offset)
        .put(bytes.duplicate())
        .array();
  }

  /** Empty if it is no chunk, or one of a newer version. */
  public static Optional<MediaChunk> decode(byte[] record) {
    if (record.length < HEAD_BYTES || record[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(record, 1, record.length - 1);
    long upload = in.getLong();
    byte[] hash = new byte[HASH_BYTES];
    in.get(hash);
    ContentHash name = new ContentHash(HexFormat.of().formatHex(hash));
    return Optional.of(new MediaChunk(upload, name, in.getLong(), in.getLong(), in.slice()));
  }

  boolean isFirst() {
    return offset == 0;
  }

  boolean isLast() {
    return offset + bytes.remaining() == sizeBytes;
  }
}
