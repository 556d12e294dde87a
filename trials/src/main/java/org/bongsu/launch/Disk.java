package org.bongsu.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system for a server's data, which can be filled up, or become read-only while files
 * are open, as after an I/O error. Needs root.
 */
public final class Disk implements AutoCloseable {
  private static final int BREAKABLE_MIB = 128;

  private final Path mountPoint;
  private final Path image;
  private final boolean breakable;
  private final int mib;

  private Disk(Path mountPoint, Path image, boolean breakable, int mib) {
    this.mountPoint = mountPoint;
    this.image = image;
    this.breakable = breakable;
    this.mib = mib;
  }

  /** A disk in memory, to be filled up. */
  public static Disk inMemory(Path mountPoint, int mib) throws IOException, InterruptedException {
    Disk disk = new Disk(Files.createDirectories(mountPoint), mountPoint, false, mib);
    disk.mount();
    return disk;
  }

  /** A disk in an image file, which the kernel makes read-only after an error. */
  public static Disk breakable(Path directory) throws IOException, InterruptedException {
    Path image = directory.resolve("disk.image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) BREAKABLE_MIB << 20);
    }
    run(List.of("mkfs.ext4", "-q", image.toString()));
    Path mountPoint = Files.createDirectories(directory.resolve("disk"));
    Disk disk = new Disk(mountPoint, image, true, BREAKABLE_MIB);
    disk.mount();
    return disk;
  }

  private void mount() throws IOException, InterruptedException {
    run(
        breakable
            ? List.of(
                "mount", "-o", "loop,errors=remount-ro", image.toString(), mountPoint.toString())
            : List.of(
                "mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", mountPoint.toString()));
  }

  public Path path() {
    return mountPoint;
  }

  /** Fills all free space. */
  public void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      for (int piece = 1 << 20; piece > 0; piece >>= 4) {
        writeUntilFull(out, new byte[piece]);
      }
    }
  }

  private static void writeUntilFull(OutputStream out, byte[] piece) {
    try {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      return;
    }
  }

  public void freeSpace() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return mountPoint.resolve("filler");
  }

  /** Triggers a file system error; the kernel makes the file system read-only at once. */
  public void breakDown() throws IOException, InterruptedException {
    String device = run(List.of("losetup", "--noheadings", "-O", "NAME", "-j", image.toString()));
    Path trigger =
        Path.of(
            "/sys/fs/ext4", Path.of(device.strip()).getFileName().toString(), "trigger_fs_error");
    Files.writeString(trigger, "1");
  }

  /** Checks and mounts it again; nothing may be open on it. */
  public void repair() throws IOException, InterruptedException {
    run(List.of("umount", mountPoint.toString()));
    Process check =
        new ProcessBuilder("e2fsck", "-fy", image.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (check.waitFor() > 1) { // 1: errors were corrected
      throw new IOException("e2fsck could not repair the disk");
    }
    mount();
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "this trial mounts a disk, which needs root:  "
              + String.join(" ", command)
              + ": "
              + said.strip());
    }
    return said;
  }

  @Override
  public void close() {
    try {
      run(List.of("umount", mountPoint.toString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
