package org.bongsu.fuzz;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file in memory, as far as {@link org.bongsu.media.LocationStripper} and {@link
 * org.bongsu.media.ImageInfo} use one: it is mapped for reading, and written at explicit positions.
 * It cannot grow.
 */
final class MemoryFile extends FileChannel {
  private final byte[] content;

  MemoryFile(byte[] content) {
    this.content = content.clone();
  }

  byte[] content() {
    return content.clone();
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) {
    return MemorySegment.ofArray(content).asSlice(offset, size).asReadOnly();
  }

  @Override
  public int write(ByteBuffer from, long position) {
    int length = from.remaining();
    Property.holds(
        position >= 0 && length <= content.length - position,
        () -> "%d bytes are written at %d of %d".formatted(length, position, content.length));
    from.get(content, (int) position, length);
    return length;
  }

  @Override
  protected void implCloseChannel() {}

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("no parser needs this");
  }

  @Override
  public int read(ByteBuffer to) {
    throw unused();
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw unused();
  }

  @Override
  public int read(ByteBuffer to, long position) {
    throw unused();
  }

  @Override
  public int write(ByteBuffer from) {
    throw unused();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw unused();
  }

  @Override
  public long position() {
    throw unused();
  }

  @Override
  public FileChannel position(long newPosition) {
    throw unused();
  }

  @Override
  public FileChannel truncate(long size) {
    throw unused();
  }

  @Override
  public void force(boolean metaData) {
    throw unused();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unused();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unused();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw unused();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw unused();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw unused();
  }
}
