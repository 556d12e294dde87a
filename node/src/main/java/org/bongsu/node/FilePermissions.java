package org.bongsu.node;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the program writes from other users of the machine.
 *
 * <p>Mechanism: the process' umask for new files, and a check of existing directories at start.
 * Guarantee: files have mode 0600 and directories 0700, also those that SQLite, brokers and other
 * child processes make. Systems without POSIX permissions are left alone.
 */
public final class FilePermissions {
  private static final System.Logger LOG = System.getLogger(FilePermissions.class.getName());

  private static final int OWNER_ONLY = 0077;

  private static final Set<PosixFilePermission> OF_OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private FilePermissions() {}

  /** Makes all files private that this process and its children create from now on. */
  public static void restrictNewFiles() {
    call("umask", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), OWNER_ONLY);
  }

  /**
   * Makes a directory or file private, with everything in it, if others may read it. Nobody reaches
   * what is in a private directory, so that is not looked at again.
   *
   * @throws DataDirectory.Mismatch if it belongs to another user, who could read it nevertheless
   */
  public static void makePrivate(Path path) throws IOException {
    if (!isPosix(path)) {
      return;
    }
    Optional<Integer> process = processUser();
    int owner = (Integer) Files.getAttribute(path, "unix:uid");
    if (process.isPresent() && process.get() != owner) {
      throw new DataDirectory.Mismatch(
          "%s belongs to another user (%s): start Bongsu as that user, or change the owner"
              .formatted(path, Files.getOwner(path).getName()));
    }
    if (isPrivate(path)) {
      return;
    }
    LOG.log(System.Logger.Level.WARNING, path + " was readable by others: it is not any more");
    Files.walkFileTree(path.toRealPath(), new Restrict());
  }

  /**
   * Logs a warning if others may read a secret that the operator has put there: often a container
   * or a secret store gives it, so that it can be neither changed nor refused.
   */
  public static void warnIfReadable(Path secret) throws IOException {
    if (Files.exists(secret) && isPosix(secret) && !isPrivate(secret)) {
      LOG.log(System.Logger.Level.WARNING, secret + " is readable by others: chmod go-rwx");
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static boolean isPrivate(Path path) throws IOException {
    return OF_OWNER.containsAll(Files.getPosixFilePermissions(path));
  }

  /** Takes all permissions but the owner's. */
  private static final class Restrict extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      restrict(directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isSymbolicLink()) {
        restrict(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) { // a broker's, deleted meanwhile
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    private static void restrict(Path path) throws IOException {
      Set<PosixFilePermission> permissions = EnumSet.copyOf(OF_OWNER);
      permissions.retainAll(Files.getPosixFilePermissions(path));
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  /** The user that the process acts as; empty if the system does not say. */
  private static Optional<Integer> processUser() {
    return call("geteuid", FunctionDescriptor.of(ValueLayout.JAVA_INT));
  }

  /** Calls a function of the C library that returns an int and cannot fail. */
  @SuppressWarnings("restricted") // these two functions take no memory
  private static Optional<Integer> call(
      String name, FunctionDescriptor type, @Nullable Object... arguments) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find(name);
    if (function.isEmpty()) {
      return Optional.empty();
    }
    MethodHandle handle = linker.downcallHandle(function.get(), type);
    try {
      return Optional.of((Integer) handle.invokeWithArguments(arguments));
    } catch (Throwable e) {
      throw new IllegalStateException(name + " cannot be called", e);
    }
  }
}
