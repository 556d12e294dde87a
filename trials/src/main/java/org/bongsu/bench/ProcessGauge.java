package org.bongsu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** CPU and memory of a process of this machine, from {@code /proc}. Reads 0 once it is gone. */
final class ProcessGauge {
  /** {@code USER_HZ}, which Linux fixes at 100 for what it shows to programs. */
  private static final double TICKS_PER_SECOND = 100;

  private final Path directory;
  private final long pid;

  ProcessGauge(long pid) {
    this.pid = pid;
    directory = Path.of("/proc", Long.toString(pid));
  }

  private ProcessGauge(Path directory) {
    this.pid = 0;
    this.directory = directory;
  }

  static ProcessGauge self() {
    return new ProcessGauge(ProcessHandle.current().pid());
  }

  long pid() {
    return pid;
  }

  /** Seconds of processor time since its start, user and system. */
  double cpuSeconds() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length < 13) {
      return 0;
    }
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Resident memory; quick, may lag by some pages for each thread. */
  long rssBytes() {
    return kibibytes(read("status"), "VmRSS:").orElse(0) * 1024;
  }

  /** Resident memory, exact but slow: walks the page tables. */
  long rssBytesExact() {
    OptionalLong exact = kibibytes(read("smaps_rollup"), "Rss:");
    return exact.isPresent() ? exact.getAsLong() * 1024 : rssBytes();
  }

  /** Seconds of processor time that all processes of this machine took since it started. */
  static double machineCpuSeconds() {
    String all = new ProcessGauge(Path.of("/proc")).read("stat");
    String[] fields = all.lines().findFirst().orElse("").split("\\s+");
    long ticks = 0;
    for (int i = 1; i < fields.length && i <= 7; i++) {
      boolean idle = i == 4 || i == 5;
      ticks += idle ? 0 : Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** How many files and connections this process may have open. */
  static int openFilesMax() {
    for (String line : self().read("limits").split("\n")) {
      if (line.startsWith("Max open files")) {
        String soft = line.substring("Max open files".length()).strip().split("\\s+")[0];
        return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
      }
    }
    return 1_024;
  }

  private static OptionalLong kibibytes(String text, String key) {
    for (String line : text.split("\n")) {
      if (line.startsWith(key)) {
        return OptionalLong.of(Long.parseLong(line.substring(key.length()).strip().split(" ")[0]));
      }
    }
    return OptionalLong.empty();
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      return "";
    }
  }
}
