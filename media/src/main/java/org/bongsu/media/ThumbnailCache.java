package org.bongsu.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Thumbnails as files in two generations. New ones go into the younger; a hit in the older moves to
 * the younger. Once the younger is full, the older is removed and a new one begins. So the most
 * recently used thumbnails stay, without a list of them in memory.
 *
 * <p>Everything here can be made again: a failing disk is only a miss. A file gets its name after
 * it is durable, so that a power cut leaves no partial thumbnails.
 */
final class ThumbnailCache {
  /** Disk space of a generation: 512 MiB, exceeded by one file at most. */
  static final long GENERATION_BYTES_MAX = 512L << 20;

  /** The least space that a file takes. */
  private static final long BLOCK_BYTES = 4096;

  private static final String GENERATION = "g";
  private static final List<Kind> KINDS =
      List.of(new Kind(".jpg", "image/jpeg"), new Kind(".png", "image/png"));

  private record Kind(String suffix, String contentType) {}

  private final Path directory;
  private final long generationBytesMax;
  private long younger;
  private long youngerBytes;

  private ThumbnailCache(Path directory, long generationBytesMax) {
    this.directory = directory;
    this.generationBytesMax = generationBytesMax;
  }

  /** Opens or creates the cache and removes what a killed process may have left. */
  static ThumbnailCache open(Path directory, long generationBytesMax) {
    ThumbnailCache cache = new ThumbnailCache(directory, generationBytesMax);
    try {
      Files.createDirectories(directory);
      cache.readGenerations();
      return cache;
    } catch (UncheckedIOException e) {
      throw MediaStoreOutage.of(new IOException(e));
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }

  private void readGenerations() throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    for (Path path : list(directory)) {
      String name = String.valueOf(path.getFileName());
      if (name.matches(GENERATION + "[0-9]{1,18}")) {
        found.put(Long.parseLong(name.substring(GENERATION.length())), path);
      }
    }
    younger = found.isEmpty() ? 1 : found.lastKey();
    Files.createDirectories(generation(younger));
    for (Path old : found.headMap(younger - 1).values()) {
      remove(old);
    }
    for (Path file : list(generation(younger))) {
      if (file.toString().endsWith(".part")) {
        Files.deleteIfExists(file);
      } else {
        youngerBytes += takes(Files.size(file));
      }
    }
  }

  /** The thumbnail of this name, if it is here. */
  synchronized Optional<ThumbnailOutcome.Kept> find(String name) {
    for (Kind kind : KINDS) {
      Path file = generation(younger).resolve(name + kind.suffix());
      try {
        long size = sizeOf(file);
        if (size < 0) {
          size = takeOver(generation(younger - 1).resolve(name + kind.suffix()), file);
        }
        if (size >= 0) {
          return Optional.of(new ThumbnailOutcome.Kept(file, size, kind.contentType()));
        }
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private long takeOver(Path older, Path file) throws IOException {
    long size = sizeOf(older);
    if (size >= 0) {
      try {
        Files.createLink(file, older);
      } catch (UnsupportedOperationException | FileAlreadyExistsException e) {
        Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING);
      }
      added(size);
    }
    return size;
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException notHere) {
      return -1;
    }
  }

  /** Stores a thumbnail; does nothing if the disk fails. */
  void put(String name, Thumbnail thumbnail) {
    Path part = null;
    try {
      Path into;
      synchronized (this) {
        into = generation(younger);
      }
      Files.createDirectories(into); // the operator may have removed it
      part = Files.createTempFile(into, "", ".part");
      write(part, thumbnail.bytes());
      rename(part, name + suffix(thumbnail), thumbnail.bytes().length);
    } catch (IOException notKept) {
      removeQuietly(part);
    }
  }

  /** Removes all thumbnails with these names. */
  void removeAll(Predicate<String> names) {
    List<Path> generations;
    synchronized (this) {
      generations = List.of(generation(younger), generation(younger - 1));
    }
    for (Path generation : generations) {
      try {
        for (Path file : list(generation)) {
          if (names.test(String.valueOf(file.getFileName()))) {
            Files.deleteIfExists(file);
          }
        }
      } catch (NoSuchFileException | UncheckedIOException goneMeanwhile) {
        // The generation has become too old.
      } catch (IOException e) {
        throw MediaStoreOutage.of(e);
      }
    }
  }

  private static String suffix(Thumbnail thumbnail) {
    for (Kind kind : KINDS) {
      if (kind.contentType().equals(thumbnail.contentType())) {
        return kind.suffix();
      }
    }
    throw new IllegalStateException("no such thumbnails are made: " + thumbnail.contentType());
  }

  private static void write(Path part, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    }
  }

  private synchronized void rename(Path part, String name, long sizeBytes) throws IOException {
    Files.move(part, generation(younger).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    added(sizeBytes);
  }

  private void added(long sizeBytes) throws IOException {
    youngerBytes += takes(sizeBytes);
    if (youngerBytes > generationBytesMax) {
      Files.createDirectories(generation(younger + 1));
      younger++;
      youngerBytes = 0;
      // The former younger one, which has the file just added, becomes the older one.
      Path forgotten = generation(younger - 2);
      Thread.ofVirtual().start(() -> removeQuietly(forgotten));
    }
  }

  private static long takes(long sizeBytes) {
    return (sizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  private Path generation(long number) {
    return directory.resolve(GENERATION + number);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static void remove(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (Path file : list(path)) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }

  private static void removeQuietly(@Nullable Path path) {
    try {
      if (path != null) {
        remove(path);
      }
    } catch (IOException | UncheckedIOException leftForTheNextStart) {
      // Leftovers are removed when the cache is opened again.
    }
  }
}
