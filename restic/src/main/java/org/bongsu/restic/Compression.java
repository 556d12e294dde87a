package org.bongsu.restic;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Zstandard, as restic uses it. An object compresses many blobs with the same native memory, which
 * is much of the cost of a small one. Not thread-safe.
 */
final class Compression implements AutoCloseable {
  /** The fastest of zstd's normal levels; restic's default is the next one. */
  private static final int LEVEL = 1;

  private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

  /** The compressed bytes; null if they are not fewer. */
  byte @Nullable [] compressIfSmaller(byte[] content, int offset, int length) {
    byte[] compressed = new byte[(int) Zstd.compressBound(length)];
    int size = context.compressByteArray(compressed, 0, compressed.length, content, offset, length);
    return size < length ? Arrays.copyOf(compressed, size) : null;
  }

  @Override
  public void close() {
    context.close();
  }

  static byte[] compress(byte[] content) {
    return Zstd.compress(content, LEVEL);
  }

  /** The content; null if the bytes are not compressed content of this length. */
  static byte @Nullable [] decompress(byte[] compressed, int length) {
    byte[] content = new byte[length];
    try {
      long size = Zstd.decompressByteArray(content, 0, length, compressed, 0, compressed.length);
      return size == length ? content : null;
    } catch (ZstdException e) {
      return null;
    }
  }

  /** Decompresses while it is read. */
  static InputStream stream(byte[] compressed, int offset) throws IOException {
    return new ZstdInputStream(
        new ByteArrayInputStream(compressed, offset, compressed.length - offset));
  }
}
