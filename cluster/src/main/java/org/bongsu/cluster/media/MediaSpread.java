package org.bongsu.cluster.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.log.Log;
import org.bongsu.log.LogUnavailable;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaStoreOutage;
import org.bongsu.media.StoredMedia;

/** Sends what was uploaded here to the other sites, and fetches what only they have. */
public final class MediaSpread implements MediaReplicas {
  /** Chunks of one upload in flight at once: 4 MiB. */
  private static final int CHUNKS_IN_FLIGHT_MAX = 8;

  private static final Duration CHUNK_WITHIN = Duration.ofSeconds(20);

  /** How long content may arrive after its media id before it is fetched from another site. */
  private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(2);

  private static final long POLL_MILLIS = 20;

  private final Log log;
  private final MediaStore store;
  private final PeerStores peers;
  private final SecureRandom random = new SecureRandom();

  /**
   * Sends by a log.
   *
   * @param log of one shard; the caller closes it
   */
  public MediaSpread(Log log, MediaStore store, PeerStores peers) {
    this.log = log;
    this.store = store;
    this.peers = peers;
  }

  @Override
  public void spread(StoredMedia stored) {
    long upload = random.nextLong();
    Deque<CompletableFuture<Long>> inFlight = new ArrayDeque<>();
    try (FileChannel content = stored.open()) {
      long offset = 0;
      do {
        if (inFlight.size() == CHUNKS_IN_FLIGHT_MAX) {
          await(inFlight.removeFirst());
        }
        ByteBuffer bytes = read(content, offset, stored.sizeBytes());
        MediaChunk chunk = new MediaChunk(upload, stored.hash(), stored.sizeBytes(), offset, bytes);
        offset += bytes.remaining();
        inFlight.add(log.append(0, chunk.encode()));
      } while (offset < stored.sizeBytes());
      while (!inFlight.isEmpty()) {
        await(inFlight.removeFirst());
      }
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  private static ByteBuffer read(FileChannel content, long offset, long size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MediaChunk.BYTES_MAX, size - offset));
    while (bytes.hasRemaining()) {
      if (content.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException("content ends before its size");
      }
    }
    return bytes.flip();
  }

  private static void await(CompletableFuture<Long> append) {
    try {
      append.get(CHUNK_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailable("the upload did not reach another site", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("shutting down", e);
    }
  }

  @Override
  public Optional<StoredMedia> bring(ContentHash hash) {
    long deadline = System.nanoTime() + ARRIVES_WITHIN.toNanos();
    try {
      while (System.nanoTime() - deadline < 0) {
        Optional<StoredMedia> here = store.find(hash);
        if (here.isPresent()) {
          return here;
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    return peers.fetch(hash, store);
  }
}
