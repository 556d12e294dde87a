package org.bongsu.restic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The end of a pack: sealed entries that list its blobs, and their length in 4 bytes, little-endian
 * as all numbers here. An entry has the type (1 byte), the blob's sealed length (4), if compressed
 * the length of its content (4), and its id (32). Blobs follow each other without gaps.
 */
final class PackHeader {
  static final int LENGTH_BYTES = 4;
  private static final int COMPRESSED = 2;
  private static final int ID_BYTES = 32;
  private static final int PLAIN_ENTRY_BYTES = 1 + 4 + ID_BYTES;
  private static final int COMPRESSED_ENTRY_BYTES = PLAIN_ENTRY_BYTES + 4;

  /** As restic has it: 16 MiB. */
  private static final int HEADER_BYTES_MAX = 16 << 20;

  private PackHeader() {}

  /** The sealed header and its length. */
  static byte[] encode(List<PackedBlob> blobs, MasterKey key) {
    int size = blobs.stream().mapToInt(PackHeader::entryBytes).sum();
    ByteBuffer entries = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (PackedBlob blob : blobs) {
      boolean compressed = blob.rawLength() > 0;
      entries.put((byte) (blob.type().ordinal() + (compressed ? COMPRESSED : 0)));
      entries.putInt(blob.length());
      if (compressed) {
        entries.putInt(blob.rawLength());
      }
      entries.put(HexFormat.of().parseHex(blob.id().value()));
    }
    ByteBuffer header =
        ByteBuffer.allocate(size + MasterKey.OVERHEAD_BYTES + LENGTH_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    return header
        .put(key.seal(entries.array(), 0, size))
        .putInt(size + MasterKey.OVERHEAD_BYTES)
        .array();
  }

  private static int entryBytes(PackedBlob blob) {
    return blob.rawLength() > 0 ? COMPRESSED_ENTRY_BYTES : PLAIN_ENTRY_BYTES;
  }

  /** The size of a pack with these blobs and nothing else. */
  static long packBytes(List<PackedBlob> blobs) {
    long size = MasterKey.OVERHEAD_BYTES + LENGTH_BYTES;
    for (PackedBlob blob : blobs) {
      size += blob.length() + entryBytes(blob);
    }
    return size;
  }

  /**
   * How long the sealed header is.
   *
   * @param lastBytes the last four bytes of the pack
   * @throws RepositoryDamaged if no header of this length can be in a pack of this size
   */
  static int sealedLength(byte[] lastBytes, long packBytes) {
    long length =
        lastBytes.length < LENGTH_BYTES
            ? -1
            : ByteBuffer.wrap(lastBytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < MasterKey.OVERHEAD_BYTES + PLAIN_ENTRY_BYTES
        || length > HEADER_BYTES_MAX
        || length > packBytes - LENGTH_BYTES) {
      throw new RepositoryDamaged("it ends with no header");
    }
    return (int) length;
  }

  /**
   * Reads a sealed header, without the four bytes after it.
   *
   * @throws RepositoryDamaged if the MAC is wrong, an entry is malformed, or the blobs do not end
   *     where the header begins
   */
  static List<PackedBlob> decode(byte[] sealed, long packBytes, MasterKey key) {
    byte[] plaintext = key.open(sealed, 0, sealed.length);
    if (plaintext == null) {
      throw new RepositoryDamaged("its header is damaged");
    }
    ByteBuffer entries = ByteBuffer.wrap(plaintext).order(ByteOrder.LITTLE_ENDIAN);
    List<PackedBlob> blobs = new ArrayList<>();
    long offset = 0;
    while (entries.hasRemaining()) {
      PackedBlob blob = decodeEntry(entries, offset);
      blobs.add(blob);
      offset += blob.length();
    }
    if (offset != packBytes - sealed.length - LENGTH_BYTES) {
      throw new RepositoryDamaged("its header lists blobs of other lengths");
    }
    return blobs;
  }

  private static PackedBlob decodeEntry(ByteBuffer entries, long offset) {
    int kind = entries.get();
    boolean compressed = (kind & COMPRESSED) != 0;
    int bytes = (compressed ? COMPRESSED_ENTRY_BYTES : PLAIN_ENTRY_BYTES) - 1;
    if ((kind & ~(COMPRESSED | 1)) != 0 || entries.remaining() < bytes) {
      throw new RepositoryDamaged("its header has a malformed entry");
    }
    int length = entries.getInt();
    int rawLength = compressed ? entries.getInt() : 0;
    byte[] id = new byte[ID_BYTES];
    entries.get(id);
    if (length < MasterKey.OVERHEAD_BYTES
        || rawLength < 0
        || (compressed && rawLength == 0)
        || offset + length > Integer.MAX_VALUE) {
      throw new RepositoryDamaged("its header has an entry with impossible lengths");
    }
    return new PackedBlob(
        BlobType.values()[kind & 1],
        new BlobId(HexFormat.of().formatHex(id)),
        (int) offset,
        length,
        rawLength);
  }
}
