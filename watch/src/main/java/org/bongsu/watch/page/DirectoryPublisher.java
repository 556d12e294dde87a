package org.bongsu.watch.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory that a web server serves. Each file is replaced as a whole. */
final class DirectoryPublisher implements PagePublisher {
  /** Web servers run as another user. */
  private static final Set<PosixFilePermission> READ_BY_ALL =
      PosixFilePermissions.fromString("rw-r--r--");

  private static final Set<PosixFilePermission> ENTERED_BY_ALL =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path directory;

  DirectoryPublisher(Path directory) {
    this.directory = directory;
  }

  @Override
  public void write(String path, PageFile file) throws IOException {
    Path target = directory.resolve(path);
    makeDirectory(target.resolveSibling("."));
    Path next = target.resolveSibling("." + target.getFileName() + ".new");
    Files.write(next, file.bytes());
    Files.setPosixFilePermissions(next, READ_BY_ALL);
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void makeDirectory(Path wanted) throws IOException {
    Path normal = wanted.toAbsolutePath().normalize();
    if (!Files.isDirectory(normal)) {
      makeDirectory(normal.resolveSibling("."));
      Files.createDirectory(normal);
      Files.setPosixFilePermissions(normal, ENTERED_BY_ALL);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(directory.resolve(path));
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return directory.toString();
  }
}
