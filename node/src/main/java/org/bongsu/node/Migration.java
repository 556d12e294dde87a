package org.bongsu.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.bongsu.apply.ShardMap;
import org.bongsu.log.LocalLog;
import org.bongsu.log.Log;
import org.bongsu.settings.Configuration;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.ShardFile;

/**
 * Makes the directories of several sites from that of a single machine. One site gets all data; the
 * others get a mark with the positions at which the common log will begin, and copy everything
 * before that from the first. Positions do not change, so every client's tokens stay valid.
 *
 * <p>The single machine's directory is read only, and locked meanwhile.
 */
public final class Migration {
  private static final int ROUNDS_MAX = 8;

  /** A completed step. */
  public enum Step {
    SHARDS_COPIED,
    MEDIA_COPIED
  }

  private final DataDirectory source;
  private final Path from;
  private final Consumer<Step> progress;

  private Migration(DataDirectory source, Path from, Consumer<Step> progress) {
    this.source = source;
    this.from = from;
    this.progress = progress;
  }

  /**
   * Makes the directories.
   *
   * @param wanted the configuration with the single machine's directory
   * @param to gets a directory for each site, named after it; durable afterwards
   * @param first the site that gets all data
   * @param others the other sites
   * @param progress called after each step
   * @throws DataDirectory.InUse if the server still runs
   */
  public static void copy(
      Configuration wanted, Path to, String first, List<String> others, Consumer<Step> progress)
      throws IOException {
    Path data = wanted.get(NodeSettings.class).data();
    DataDirectory.requireMade(data);
    try (DataDirectory source = DataDirectory.open(wanted, DataDirectory.Engine.LOCAL)) {
      Migration migration = new Migration(source, data, progress);
      long[] positions = migration.copyEverything(Files.createDirectories(to.resolve(first)));
      migration.source.markSite(to.resolve(first), positions);
      for (String other : others) {
        migration.source.markSite(Files.createDirectories(to.resolve(other)), positions);
      }
      Directories.force(to);
    }
  }

  private long[] copyEverything(Path site) throws IOException {
    for (String part : List.of("shards", "log")) {
      copyTree(from.resolve(part), site.resolve(part), false);
    }
    progress.accept(Step.SHARDS_COPIED);
    long[] positions = applyAll(site);
    Path media = from.resolve("media").resolve("content");
    if (Files.isDirectory(media)) {
      copyTree(media, site.resolve("media").resolve("content"), true);
      progress.accept(Step.MEDIA_COPIED);
    }
    return positions;
  }

  /** Applies the rest of the log to the copies, after which the log is no longer needed. */
  private long[] applyAll(Path site) throws IOException {
    Path log = site.resolve("log");
    ShardMap map = new ShardMap(source.shards());
    for (int round = 0; round < ROUNDS_MAX; round++) {
      // Applying may append deliveries between shards, hence the rounds.
      Shards.openLocal(site, map, Clock.systemUTC()).close();
      long[] positions = positions(site);
      if (isAllOf(log, positions)) {
        for (Path file : filesIn(log)) {
          Files.delete(file);
        }
        Files.delete(log);
        return positions;
      }
    }
    throw new IOException("the shards do not come to rest");
  }

  private long[] positions(Path site) {
    long[] positions = new long[source.shards()];
    for (int i = 0; i < positions.length; i++) {
      Path file = Shards.file(site, i);
      try (Db db = new ShardFile(file).openWriter()) {
        positions[i] = Positions.applied(db);
      }
    }
    return positions;
  }

  private static boolean isAllOf(Path directory, long[] positions) throws IOException {
    try (Log log = LocalLog.open(directory, positions)) {
      for (int i = 0; i < positions.length; i++) {
        if (log.end(i) != positions[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  /**
   * Copies files and directories.
   *
   * @param link whether to hard-link on the same disk, because the files never change
   */
  private static void copyTree(Path from, Path to, boolean link) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            if (file.toString().endsWith("-shm")) {
              return FileVisitResult.CONTINUE; // SQLite creates it again
            }
            if (!link || !isLinked(file, copy)) {
              Files.copy(file, copy);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isLinked(Path file, Path copy) {
    try {
      Files.createLink(copy, file);
      return true;
    } catch (IOException | UnsupportedOperationException onAnotherDisk) {
      return false;
    }
  }
}
