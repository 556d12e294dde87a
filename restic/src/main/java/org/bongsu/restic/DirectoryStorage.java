package org.bongsu.restic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Objects as files. An object is written to a temporary file next to its place, fsynced, renamed,
 * and its directory is fsynced. Only the owner can read what is written (0600 and 0700).
 */
final class DirectoryStorage implements ObjectStorage {
  private final Path root;

  DirectoryStorage(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public void put(String name, ByteBuffer content) {
    Path path = path(name);
    Path part =
        path.resolveSibling(
            path.getFileName()
                + "-tmp-"
                + Long.toUnsignedString(ThreadLocalRandom.current().nextLong()));
    try {
      makeDurable(parentOf(path));
      try {
        write(part, content.duplicate());
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Files.deleteIfExists(part);
        throw e;
      }
      force(parentOf(path));
    } catch (IOException e) {
      throw unavailable("write", name, e);
    }
  }

  private static void write(Path file, ByteBuffer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
  }

  /** Creates a directory and its parents, each with a durable entry. */
  private static void makeDurable(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    makeDurable(parentOf(directory));
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException made) {
      if (!Files.isDirectory(directory)) {
        throw made;
      }
    }
    force(parentOf(directory));
  }

  /** Makes the entries of a directory durable. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public byte[] get(String name) {
    Path path = path(name);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > OBJECT_BYTES_MAX) {
        throw new RepositoryDamaged(name + " is too large: " + channel.size() + " bytes");
      }
      return read(channel, 0, (int) channel.size());
    } catch (NoSuchFileException e) {
      throw new NoSuchObject(name, e);
    } catch (IOException e) {
      throw unavailable("read", name, e);
    }
  }

  @Override
  public byte[] get(String name, long offset, int length) {
    Path path = path(name);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return read(channel, offset, (int) Math.clamp(channel.size() - offset, 0L, (long) length));
    } catch (NoSuchFileException e) {
      throw new NoSuchObject(name, e);
    } catch (IOException e) {
      throw unavailable("read", name, e);
    }
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {}
    return buffer.hasRemaining()
        ? Arrays.copyOf(buffer.array(), buffer.position())
        : buffer.array();
  }

  @Override
  public void list(String directory, Visitor visitor) {
    try {
      visit(directory.isEmpty() ? root : path(directory), visitor);
    } catch (IOException e) {
      throw unavailable("list", directory, e);
    }
  }

  private void visit(Path directory, Visitor visitor) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        try {
          BasicFileAttributes attributes =
              Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          if (attributes.isDirectory()) {
            visit(entry, visitor);
          } else {
            visitor.object(root.relativize(entry).toString(), attributes.size());
          }
        } catch (NoSuchFileException deletedMeanwhile) {
          continue;
        }
      }
    } catch (NoSuchFileException | NotDirectoryException empty) {
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void delete(String name) {
    Path path = path(name);
    try {
      if (Files.deleteIfExists(path)) {
        force(parentOf(path));
      }
    } catch (IOException e) {
      throw unavailable("delete", name, e);
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name));
  }

  private Path path(String name) {
    Path path = root.resolve(name).normalize();
    if (!path.startsWith(root) || path.equals(root)) {
      throw new IllegalArgumentException("not the name of an object: " + name);
    }
    return path;
  }

  private StorageUnavailable unavailable(String action, String name, IOException e) {
    return new StorageUnavailable(
        "cannot %s %s in %s: %s".formatted(action, name, root, e.getMessage()), e);
  }

  private static Path parentOf(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException(path + " has no parent");
    }
    return parent;
  }

  @Override
  public void close() {}
}
