package org.bongsu.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects the garbage of a Java process of this machine and reads what lives, by {@code jcmd}. */
final class LiveHeap {
  private static final int ANSWER_SECONDS_MAX = 30;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private LiveHeap() {}

  /** Bytes that live after a collection; empty if the process is not an accessible Java process. */
  static OptionalLong afterCollection(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd) || !isJava(pid)) {
      return OptionalLong.empty();
    }
    ask(jcmd, pid, "GC.run");
    ask(jcmd, pid, "GC.run");
    return used(ask(jcmd, pid, "GC.heap_info"));
  }

  /** Sums the generations of {@code GC.heap_info}; classes are not on the heap. */
  static OptionalLong used(String heapInfo) {
    long kibibytes = 0;
    for (String line : heapInfo.split("\n")) {
      Matcher matcher = USED.matcher(line);
      boolean classes = line.contains("Metaspace") || line.contains("class space");
      if (!classes && matcher.find()) {
        kibibytes += Long.parseLong(matcher.group(1));
      }
    }
    return kibibytes == 0 ? OptionalLong.empty() : OptionalLong.of(kibibytes * 1024);
  }

  private static boolean isJava(long pid) {
    try {
      Path program = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
      return program.endsWith("java");
    } catch (IOException e) {
      return false;
    }
  }

  private static String ask(Path jcmd, long pid, String what) {
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), what)
              .redirectErrorStream(true)
              .start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
      return answer;
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
