package org.bongsu.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Content while it is being received: written once from front to back, perhaps amended, then kept
 * or discarded. Not thread-safe; may be passed from one thread to another. Only an amendment may be
 * running while the sink is closed: closing then waits for it.
 *
 * <pre>{@code
 * try (MediaSink sink = store.receive(bytesMax)) {
 *   while (more) sink.write(buffer);
 *   boolean stripped = sink.amend(LocationStripper::strip);
 *   StoredMedia stored = sink.keep();
 * }
 * }</pre>
 */
public final class MediaSink implements AutoCloseable {
  /** How much of the beginning is buffered for {@link ContentSniffer}. */
  public static final int HEAD_BYTES = 4096;

  /** The disk's free space is checked again after this many bytes: 8 MiB. */
  private static final long SPACE_CHECK_BYTES = 8L << 20;

  /** Changes content in place before it is kept, without changing its length. */
  @FunctionalInterface
  public interface Amendment {
    /**
     * Reads and writes the channel at explicit positions.
     *
     * @return whether anything was written
     */
    boolean amend(FileChannel content) throws IOException;
  }

  private enum State {
    OPEN,
    BROKEN,
    KEPT,
    CLOSED
  }

  private final MediaStore store;
  private final Path part;
  private final long bytesMax;
  private final FileChannel channel;
  private final MessageDigest digest = MediaStore.sha256();
  private final byte[] head = new byte[HEAD_BYTES];
  private Optional<ContentHash> amendedHash = Optional.empty();
  private long sizeBytes;
  private State state = State.OPEN;

  MediaSink(MediaStore store, Path part, long bytesMax) throws IOException {
    this.store = store;
    this.part = part;
    this.bytesMax = bytesMax;
    this.channel = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Appends all that remains in the buffer.
   *
   * @throws MediaTooLarge if the content exceeds its limit; the sink is then unusable
   * @throws MediaStoreOutage if the disk refuses the write; the sink is then unusable
   */
  public void write(ByteBuffer bytes) throws MediaTooLarge {
    require(State.OPEN);
    if (amendedHash.isPresent()) {
      throw new IllegalStateException("content is amended after its last byte was written");
    }
    if (bytes.remaining() > bytesMax - sizeBytes) {
      state = State.BROKEN;
      throw new MediaTooLarge(bytesMax);
    }
    rememberHead(bytes);
    digest.update(bytes.duplicate());
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (sizeBytes / SPACE_CHECK_BYTES != (sizeBytes + length) / SPACE_CHECK_BYTES) {
        store.requireSpace();
      }
    } catch (IOException e) {
      state = State.BROKEN;
      throw MediaStoreOutage.of(e);
    } catch (MediaStoreOutage e) {
      state = State.BROKEN;
      throw e;
    }
    sizeBytes += length;
  }

  private void rememberHead(ByteBuffer bytes) {
    if (sizeBytes < HEAD_BYTES) {
      int length = (int) Math.min(HEAD_BYTES - sizeBytes, bytes.remaining());
      bytes.get(bytes.position(), head, (int) sizeBytes, length);
    }
  }

  /** Bytes received so far. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The first {@link #HEAD_BYTES} as received, or all if there are fewer. */
  public byte[] head() {
    return Arrays.copyOf(head, (int) Math.min(HEAD_BYTES, sizeBytes));
  }

  /**
   * Lets the content be changed in place, after its last byte and before it is kept.
   *
   * @return whether it was changed
   */
  public synchronized boolean amend(Amendment amendment) {
    require(State.OPEN);
    // A failed amendment leaves content that is neither the old nor the new one.
    state = State.BROKEN;
    try {
      boolean changed = amendment.amend(channel);
      if (channel.size() != sizeBytes) {
        throw new IllegalStateException("an amendment keeps the content's length");
      }
      if (changed) {
        amendedHash = Optional.of(MediaStore.hashOf(channel));
      }
      state = State.OPEN;
      return changed;
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  /** Makes the content durable under its hash. Once this returns, it may be acknowledged. */
  public StoredMedia keep() {
    require(State.OPEN);
    return keepAs(amendedHash.orElseGet(() -> ContentHash.ofDigest(digest.digest())));
  }

  /**
   * The same for content that another site sent: kept only if it has the requested hash.
   *
   * @return empty if it has another one; then nothing is kept
   */
  public Optional<StoredMedia> keepIf(ContentHash expected) {
    require(State.OPEN);
    ContentHash hash = amendedHash.orElseGet(() -> ContentHash.ofDigest(digest.digest()));
    if (!hash.equals(expected)) {
      state = State.BROKEN;
      return Optional.empty();
    }
    return Optional.of(keepAs(hash));
  }

  private StoredMedia keepAs(ContentHash hash) {
    state = State.BROKEN;
    try {
      channel.force(true);
      StoredMedia stored = store.adopt(part, hash, sizeBytes);
      state = State.KEPT;
      return stored;
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  private void require(State expected) {
    if (state != expected) {
      throw new IllegalStateException("the sink is " + state);
    }
  }

  /** Removes content that was not kept. May be called repeatedly. */
  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    boolean kept = state == State.KEPT;
    state = State.CLOSED;
    store.sinkClosed();
    try {
      channel.close();
      if (!kept) {
        Files.deleteIfExists(part);
      }
    } catch (IOException leftForTheNextStart) {
      // A file left in incoming is removed when the store is opened again.
    }
  }
}
