package org.bongsu.restic;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** How this process is named in locks and keys. */
final class ThisProcess {
  static final String HOSTNAME = hostname();
  static final String USERNAME = System.getProperty("user.name", "");
  static final long PID = ProcessHandle.current().pid();

  private ThisProcess() {}

  /** The kernel's name of this machine, as restic uses it; asks no name server if it can. */
  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (IOException unnamed) {
        return "localhost";
      }
    }
  }
}
