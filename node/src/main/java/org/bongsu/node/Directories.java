package org.bongsu.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that a command makes: deletes them, or makes them durable. */
public final class Directories {
  private Directories() {}

  /** Deletes a directory that exists. */
  public static void delete(Path directory) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(directory)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }

  /** Deletes a directory if it exists, for example one that an interrupted attempt has left. */
  public static void deleteIfExists(Path directory) throws IOException {
    if (Files.exists(directory)) {
      delete(directory);
    }
  }

  /** Makes all files of a directory and their entries durable. */
  public static void force(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }
}
