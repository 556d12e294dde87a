package org.bongsu.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bongsu.command.CommandLevels;
import org.bongsu.store.ActiveLevel;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/** The shard files of one site. File names are never reused. */
final class Disk {
  private static final int DIGEST_BYTES = 32;

  /**
   * Statements that damage one row. They change columns that nothing overwrites later (the damage
   * would vanish) and that no answer depends on (other checkers would find it first).
   */
  private static final List<String> DAMAGES =
      List.of(
          "UPDATE event SET time = time + 1 WHERE ordering ="
              + " (SELECT ordering FROM event ORDER BY ordering LIMIT 1 OFFSET 3)",
          "UPDATE event SET depth = depth + 1 WHERE ordering = (SELECT MAX(ordering) FROM event)",
          "UPDATE account SET created = created + 1 WHERE user = (SELECT MAX(user) FROM account)",
          "UPDATE done SET time = time + 1 WHERE position = (SELECT MIN(position) FROM done)",
          "DELETE FROM report WHERE ordering = (SELECT MIN(ordering) FROM report)");

  private final int site;
  private final int shards;
  private final Path directory;
  private final List<Path> files = new ArrayList<>();
  private int generation;

  Disk(int site, int shards, Path directory) {
    this.site = site;
    this.shards = shards;
    this.directory = directory;
    format();
  }

  List<Path> files() {
    return List.copyOf(files);
  }

  /** Whether it has no files, as after a fire. */
  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Starts with new files, in which nothing has been applied. */
  void format() {
    generation++;
    files.clear();
    for (int shard = 0; shard < shards; shard++) {
      files.add(path(shard));
    }
  }

  private Path path(int shard) {
    return directory.resolve("site%d-shard%d-%d.db".formatted(site, shard, generation));
  }

  /** Copies the files as they are now: complete up to the last commit. */
  List<Path> copy() {
    return copy(files);
  }

  private List<Path> copy(List<Path> from) {
    generation++;
    List<Path> copies = new ArrayList<>();
    for (int shard = 0; shard < from.size(); shard++) {
      Path copy = path(shard);
      copy(from.get(shard), copy);
      copy(wal(from.get(shard)), wal(copy));
      copies.add(copy);
    }
    return copies;
  }

  /** Uses these files from now on. */
  void hold(List<Path> others) {
    files.clear();
    files.addAll(others);
  }

  /** Uses copies of another site's files, which keeps running. */
  void takeFrom(Disk other) {
    hold(copy(other.files));
  }

  /**
   * Changes the value of one row of a shard. If no row can be changed, or at level 1, where digests
   * do not cover rows, it changes the digest, as a different outcome would.
   *
   * @param start the first of the statements to try
   * @return whether a row was changed
   */
  boolean damage(int shard, int start) {
    try (Db db = new ShardFile(files.get(shard)).openWriter(Version.NEXT.level())) {
      boolean looksAtRows = ActiveLevel.of(db) > CommandLevels.OLDEST;
      for (int i = 0; looksAtRows && i < DAMAGES.size(); i++) {
        if (db.update(DAMAGES.get((start + i) % DAMAGES.size())) > 0) {
          return true;
        }
      }
      byte[] digest = new byte[DIGEST_BYTES];
      Arrays.fill(digest, (byte) (site + 1));
      db.update("UPDATE shard SET digest = ?", digest);
      return false;
    }
  }

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static void copy(Path from, Path to) {
    try {
      if (Files.exists(from)) {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
