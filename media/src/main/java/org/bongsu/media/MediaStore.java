package org.bongsu.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of photos, videos and files on this site's disk, each under the SHA-256 of its content.
 *
 * <p>What {@link MediaSink#keep} has returned survives a kill and a power cut: the file is forced
 * to the disk under a temporary name, renamed, and every directory on the way is forced too.
 * Incomplete content is removed at the next start. Equal content is stored once.
 *
 * <p>All methods block on the disk and are thread-safe. They throw {@link MediaStoreOutage} if the
 * disk fails.
 */
public final class MediaStore {
  /** Uploads received at the same time; each holds one open file. */
  public static final int RECEIVING_MAX = 512;

  /** Space that media leaves free by default, so that messages can still be written: 256 MiB. */
  public static final long RESERVED_BYTES = 256L << 20;

  /** Content up to this size is verified whenever it is served; larger content by the scrub. */
  static final long VERIFIED_ON_READ_BYTES_MAX = 1 << 20;

  /**
   * Content that arrived more recently is not removed, because an upload of the same bytes may be
   * about to be acknowledged: 15 minutes.
   */
  public static final Duration ARRIVING = Duration.ofMinutes(15);

  private static final int COPY_BYTES = 1 << 16;
  private static final System.Logger LOG = System.getLogger(MediaStore.class.getName());

  private final Path directory;
  private final Path incoming;
  private final Path content;
  private final Path damaged;
  private final long reservedBytes;
  private final Semaphore receiving = new Semaphore(RECEIVING_MAX);
  private final Object replacing = new Object();
  private final AtomicLong damagedCount = new AtomicLong();

  /** Directories whose own entry is durable; at most 1 + 256 + 65,536. */
  private final Set<Path> durableDirectories = ConcurrentHashMap.newKeySet();

  private MediaStore(Path directory, long reservedBytes) {
    this.directory = directory;
    this.incoming = directory.resolve("incoming");
    this.content = directory.resolve("content");
    this.damaged = directory.resolve("damaged");
    this.reservedBytes = reservedBytes;
  }

  /** Opens or creates the store and removes incomplete content. */
  public static MediaStore open(Path directory) {
    return open(directory, RESERVED_BYTES);
  }

  /**
   * The same, with a given reserve.
   *
   * @param reservedBytes uploads are refused while the disk has less than this free
   */
  public static MediaStore open(Path directory, long reservedBytes) {
    MediaStore store = new MediaStore(directory.toAbsolutePath(), reservedBytes);
    try {
      Files.createDirectories(store.incoming);
      Files.createDirectories(store.content);
      store.removeUnfinished();
      force(directory.toAbsolutePath());
      store.durableDirectories.add(store.content);
      return store;
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  /** The store's directory, for files that belong next to it. */
  Path directory() {
    return directory;
  }

  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(incoming, "*.part")) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  /**
   * Begins to receive content of at most the given size. The caller must close the sink, which
   * removes content that was not kept.
   */
  public MediaSink receive(long bytesMax) {
    if (!receiving.tryAcquire()) {
      throw new MediaStoreOutage(
          MediaStoreOutage.Reason.BUSY, "more than " + RECEIVING_MAX + " uploads at once", null);
    }
    try {
      requireSpace();
      Path part = Files.createTempFile(incoming, "", ".part");
      try {
        return new MediaSink(this, part, bytesMax);
      } catch (IOException e) {
        Files.deleteIfExists(part);
        throw e;
      }
    } catch (IOException e) {
      receiving.release();
      throw MediaStoreOutage.of(e);
    } catch (MediaStoreOutage e) {
      receiving.release();
      throw e;
    }
  }

  /** The content with this hash, if this site holds it. */
  public Optional<StoredMedia> find(ContentHash hash) {
    Path path = path(hash);
    try {
      return Optional.of(new StoredMedia(hash, Files.size(path), path));
    } catch (NoSuchFileException notHere) {
      return Optional.empty();
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  /**
   * The content with this hash, if this site holds it undamaged. Small content is read and its hash
   * compared first; damaged content is set aside and counts as not held, so that the caller fetches
   * it from another site.
   */
  public Optional<StoredMedia> findIntact(ContentHash hash) {
    return find(hash)
        .filter(media -> media.sizeBytes() > VERIFIED_ON_READ_BYTES_MAX || check(media));
  }

  /**
   * Reads content back, and sets it aside if it is damaged.
   *
   * @return whether it is intact
   */
  boolean check(StoredMedia media) {
    boolean intact = hashOf(media).equals(media.hash());
    if (!intact) {
      setAside(media);
    }
    return intact;
  }

  /** Moves damaged content to {@code damaged}: it is not served, but an operator can look at it. */
  private void setAside(StoredMedia media) {
    try {
      Files.createDirectories(damaged);
      Files.move(
          media.path(), damaged.resolve(media.hash().value()), StandardCopyOption.ATOMIC_MOVE);
      force(parentOf(media.path()));
    } catch (NoSuchFileException alreadyMoved) {
      return;
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
    damagedCount.incrementAndGet();
    LOG.log(
        System.Logger.Level.ERROR,
        "media {0} was damaged on this disk; it is in {1} now and not served",
        media.hash(),
        damaged);
  }

  /** How much damaged content has been found since the start. */
  public long damagedCount() {
    return damagedCount.get();
  }

  /** What {@link #verify} found. */
  public enum Verification {
    /** The bytes have the hash that is their name. */
    INTACT,
    /** The bytes have another hash; the content must be fetched from another site. */
    DAMAGED,
    /** This site does not hold it. */
    MISSING
  }

  /** Reads the content back and compares its hash. Keeping the content again repairs damage. */
  public Verification verify(ContentHash hash) {
    return find(hash)
        .map(media -> hashOf(media).equals(hash) ? Verification.INTACT : Verification.DAMAGED)
        .orElse(Verification.MISSING);
  }

  /** Whether the content with this hash is on this site's disk, perhaps damaged. */
  public boolean mayHold(ContentHash hash) {
    return Files.exists(path(hash)) || Files.exists(damaged.resolve(hash.value()));
  }

  /**
   * Notes that content which is here has arrived once more, so that it is not removed soon.
   *
   * @return false if it is not here
   */
  public boolean renew(ContentHash hash) {
    synchronized (replacing) {
      try {
        Files.setLastModifiedTime(path(hash), FileTime.from(Instant.now()));
        return true;
      } catch (NoSuchFileException notHere) {
        return false;
      } catch (IOException e) {
        throw MediaStoreOutage.of(e);
      }
    }
  }

  /**
   * Removes content, also from where damaged content is, unless it arrived within {@link
   * #ARRIVING}. The caller must ensure that no media id has it. Readers that have it open can still
   * read it to its end.
   *
   * @return false if it arrived too recently; true if it is no longer here
   */
  public boolean remove(ContentHash hash) {
    Path path = path(hash);
    try {
      synchronized (replacing) {
        if (hasJustArrived(hash)) {
          return false;
        }
        if (Files.deleteIfExists(path)) {
          force(parentOf(path));
        }
      }
      Files.deleteIfExists(damaged.resolve(hash.value()));
      return true;
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  /** Whether content is here and arrived within {@link #ARRIVING}. */
  public boolean hasJustArrived(ContentHash hash) {
    try {
      Instant arrived = Files.getLastModifiedTime(path(hash)).toInstant();
      return arrived.isAfter(Instant.now().minus(ARRIVING));
    } catch (NoSuchFileException notHere) {
      return false;
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  /**
   * The hashes held here that begin with this byte, sorted: a 256th of all, so that two sites can
   * compare their stores in parts.
   *
   * @param firstByte 0 to 255
   */
  public List<ContentHash> held(int firstByte) {
    Path fan = content.resolve("%02x".formatted(firstByte));
    List<ContentHash> held = new ArrayList<>();
    if (!Files.isDirectory(fan)) {
      return held;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(fan)) {
      for (Path directory : directories) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
          files.forEach(file -> ContentHash.parse(nameOf(file)).ifPresent(held::add));
        }
      }
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
    Collections.sort(held);
    return held;
  }

  /** Throws once the reserve would be used: a full disk would stop messages as well. */
  void requireSpace() throws IOException {
    if (!spaceIsLeft()) {
      throw new MediaStoreOutage(
          MediaStoreOutage.Reason.NO_SPACE, "no space left for media (reserve reached)", null);
    }
  }

  /** Whether there is room for caches. */
  boolean hasSpace() {
    try {
      return spaceIsLeft();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean spaceIsLeft() throws IOException {
    return Files.getFileStore(incoming).getUsableSpace() >= reservedBytes;
  }

  /**
   * Renames a forced temporary file to its final name; replaces an equal file, which repairs it.
   */
  StoredMedia adopt(Path part, ContentHash hash, long sizeBytes) throws IOException {
    Path path = path(hash);
    ensureDurable(parentOf(path));
    synchronized (replacing) {
      Files.setLastModifiedTime(part, FileTime.from(Instant.now()));
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    }
    force(parentOf(path));
    return new StoredMedia(hash, sizeBytes, path);
  }

  void sinkClosed() {
    receiving.release();
  }

  private Path path(ContentHash hash) {
    String name = hash.value();
    return content.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
  }

  private void ensureDurable(Path directory) throws IOException {
    if (durableDirectories.contains(directory)) {
      return;
    }
    Path parent = parentOf(directory);
    ensureDurable(parent);
    Files.createDirectories(directory);
    force(parent);
    durableDirectories.add(directory);
  }

  /** Makes the entries of a directory durable. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static ContentHash hashOf(StoredMedia media) {
    try (FileChannel channel = media.open()) {
      return hashOf(channel);
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  static ContentHash hashOf(FileChannel channel) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BYTES);
    long position = 0;
    for (int n; (n = channel.read(buffer.clear(), position)) >= 0; position += n) {
      digest.update(buffer.flip());
    }
    return ContentHash.ofDigest(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " has no parent");
    }
    return parent;
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }
}
