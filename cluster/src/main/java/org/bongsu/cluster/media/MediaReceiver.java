package org.bongsu.cluster.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bongsu.log.Log;
import org.bongsu.log.LogDamaged;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaStoreOutage;
import org.bongsu.media.MediaTooLarge;

/**
 * Reassembles what other sites have uploaded. Its progress is kept in a small file; after a restart
 * it continues at the first chunk of the oldest incomplete upload.
 */
public final class MediaReceiver implements AutoCloseable {
  /** Uploads being reassembled; beyond that, the least recently active one is dropped. */
  private static final int OPEN_MAX = 64;

  private static final int READ_AT_ONCE = 8;
  private static final Duration READ_WAIT = Duration.ofMillis(500);
  private static final Duration AFTER_OUTAGE = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(MediaReceiver.class.getName());

  /** An incomplete upload. */
  private record Assembly(MediaSink sink, long firstPosition) {}

  private final Log log;
  private final MediaStore store;
  private final Path progress;

  /** By upload, the most recently active one last. */
  private final Map<Long, Assembly> open = new LinkedHashMap<>(16, 0.75f, true);

  private final Thread thread;
  private long next = Log.FIRST_KEPT;
  private long written = Log.FIRST_KEPT;
  private volatile boolean closed;

  private MediaReceiver(Log log, MediaStore store, Path progress) {
    this.log = log;
    this.store = store;
    this.progress = progress;
    this.thread = Thread.ofPlatform().name("media-receiver").unstarted(this::receiveUntilClosed);
  }

  /**
   * Starts to receive.
   *
   * @param log of one shard; the caller closes it, after this
   * @param progress the file with the position to continue at
   */
  public static MediaReceiver start(Log log, MediaStore store, Path progress) throws IOException {
    MediaReceiver receiver = new MediaReceiver(log, store, progress);
    try {
      receiver.next = Long.parseLong(Files.readString(progress).strip());
    } catch (NoSuchFileException | NumberFormatException fromTheBeginning) {
      receiver.next = Log.FIRST_KEPT;
    }
    receiver.thread.start();
    return receiver;
  }

  private void receiveUntilClosed() {
    try {
      while (!closed) {
        try (LogReader reader = log.reader(0, next)) {
          follow(reader);
        } catch (LogDamaged tooOld) {
          LOG.log(
              System.Logger.Level.WARNING,
              "media chunks were missed; their content is fetched when requested: " + tooOld);
          next = Log.FIRST_KEPT;
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error defect) {
      LOG.log(System.Logger.Level.ERROR, "media of other sites is no longer received", defect);
    } finally {
      open.values().forEach(assembly -> assembly.sink.close());
    }
  }

  private void follow(LogReader reader) throws InterruptedException {
    while (!closed) {
      try {
        for (LogRecord record : reader.poll(READ_AT_ONCE, READ_WAIT)) {
          takeUntilItSucceeds(record);
          next = record.position() + 1;
        }
        writeProgress();
      } catch (LogUnavailable | IOException e) {
        LOG.log(System.Logger.Level.WARNING, "media of other sites waits: " + e.getMessage());
        Thread.sleep(AFTER_OUTAGE);
      }
    }
  }

  private void takeUntilItSucceeds(LogRecord record) throws InterruptedException {
    MediaChunk chunk = MediaChunk.decode(record.payload()).orElse(null);
    while (chunk != null && !closed) {
      try {
        take(chunk, record.position());
        return;
      } catch (MediaStoreOutage e) {
        LOG.log(System.Logger.Level.WARNING, "media of other sites waits: " + e.getMessage());
        giveUp(chunk.upload());
        if (!chunk.isFirst()) {
          return; // its content is fetched when requested
        }
        Thread.sleep(AFTER_OUTAGE);
      }
    }
  }

  private void take(MediaChunk chunk, long position) {
    if (chunk.isFirst()) {
      giveUp(chunk.upload());
      if (store.renew(chunk.hash())) {
        return;
      }
      makeRoom();
      open.put(chunk.upload(), new Assembly(store.receive(chunk.sizeBytes()), position));
    }
    Assembly assembly = open.get(chunk.upload());
    if (assembly == null) {
      return; // it is stored already, or its beginning was missed
    }
    if (assembly.sink.sizeBytes() != chunk.offset()) {
      giveUp(chunk.upload());
      return;
    }
    try {
      assembly.sink.write(chunk.bytes().duplicate());
    } catch (MediaTooLarge e) {
      giveUp(chunk.upload());
      return;
    }
    if (chunk.isLast()) {
      if (assembly.sink.keepIf(chunk.hash()).isEmpty()) {
        LOG.log(System.Logger.Level.ERROR, "an upload does not have the hash that its chunks name");
      }
      giveUp(chunk.upload());
    }
  }

  private void makeRoom() {
    while (open.size() >= OPEN_MAX) {
      giveUp(open.keySet().iterator().next());
    }
  }

  private void giveUp(long upload) {
    Assembly assembly = open.remove(upload);
    if (assembly != null) {
      assembly.sink.close();
    }
  }

  /**
   * Stores where to continue after a restart; incomplete uploads are read again from their start.
   */
  private void writeProgress() throws IOException {
    long from = open.values().stream().mapToLong(Assembly::firstPosition).reduce(next, Math::min);
    if (from != written && from != Log.FIRST_KEPT) {
      Path fresh = progress.resolveSibling(progress.getFileName() + ".new");
      Files.writeString(fresh, from + "\n");
      Files.move(fresh, progress, StandardCopyOption.ATOMIC_MOVE);
      written = from;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
