package org.bongsu.media;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code vipsthumbnail} (Debian: {@code libvips-tools}), which reads HEIC and AVIF. It
 * runs as a separate process, without a shell and with limits, because it parses untrusted input.
 */
final class VipsProgram {
  /** Wall clock for one picture: 20 s. */
  static final int SECONDS_MAX = 20;

  /** Address space of the process: 2 GiB. Enforced if {@code prlimit} (util-linux) exists. */
  static final long MEMORY_BYTES_MAX = 2L << 30;

  /** Largest file that it may write: 64 MiB. Enforced if {@code prlimit} exists. */
  static final long FILE_BYTES_MAX = 64L << 20;

  private final Path program;
  private final Optional<Path> prlimit;
  private final Path scratch;

  private VipsProgram(Path program, Optional<Path> prlimit, Path scratch) {
    this.program = program;
    this.prlimit = prlimit;
    this.scratch = scratch;
  }

  /**
   * The program; empty if this machine does not have it.
   *
   * @param scratch directory for its output, which is removed at once
   */
  static Optional<VipsProgram> find(Path scratch) {
    return onPath("vipsthumbnail")
        .map(program -> new VipsProgram(program, onPath("prlimit"), scratch.toAbsolutePath()));
  }

  private static Optional<Path> onPath(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    for (String directory : path.split(File.pathSeparator)) {
      if (directory.startsWith("/") && Files.isExecutable(Path.of(directory, name))) {
        return Optional.of(Path.of(directory, name));
      }
    }
    return Optional.empty();
  }

  /**
   * Decodes a picture, upright, in the colours of a screen, no larger than the given square.
   *
   * @return a PNG that the caller removes; empty if it can't be decoded within the limits
   */
  Optional<Path> shrink(Path source, int sideMax) throws IOException {
    Path output = Files.createTempFile(scratch, "vips", ".png");
    boolean done = false;
    try {
      done = run(command(source, output, sideMax)) && Files.size(output) > 0;
      return done ? Optional.of(output) : Optional.empty();
    } finally {
      if (!done) {
        Files.deleteIfExists(output);
      }
    }
  }

  private List<String> command(Path source, Path output, int sideMax) {
    List<String> command = new ArrayList<>();
    prlimit.ifPresent(limiter ->
        command.addAll(
            List.of(
                limiter.toString(),
                "--as=" + MEMORY_BYTES_MAX,
                "--cpu=" + SECONDS_MAX,
                "--fsize=" + FILE_BYTES_MAX,
                "--core=0",
                "--")));
    command.add(program.toString());
    command.add("--size=" + sideMax + "x" + sideMax + ">");
    command.add("--export-profile=srgb");
    command.add("--vips-concurrency=1");
    command.add("--output=" + output + "[strip]");
    command.add(source.toAbsolutePath().toString());
    return command;
  }

  private boolean run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("LC_ALL", "C");
    environment.put("VIPS_BLOCK_UNTRUSTED", "1");
    environment.put("MALLOC_ARENA_MAX", "2");
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      return process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
