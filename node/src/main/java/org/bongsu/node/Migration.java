package org.bongsu.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
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
 * Makes the directories of several sites from that of a single machine. One site gets everything;
 * the others get a mark that says where the common log will begin, and take what came before from
 * the first. Positions stay what they were, so every token of every client stays valid.
 *
 * <p>The single machine's directory is read only, and locked meanwhile.
 */
public final class Migration {
  private static final int ROUNDS_MAX = 8;

  /** How far it has come. */
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
   * Copies.
   *
   * @param wanted with the single machine's directory
   * @param to in which each site gets a directory of its name; all in it is durable afterwards
   * @param first the site that gets everything
   * @param others the other sites
   * @param progress is told of each step
   * @throws DataDirectory.InUse where its server still runs
   */
  public static void copy(
      Configuration wanted, Path to, String first, List<String> others, Consumer<Step> progress)
      throws IOException {
    Path data = wanted.get(NodeSettings.class).data();
    DataDirectory.requireMade(data);
    try (DataDirectory source = DataDirectory.open(wanted, DataDirectory.Engine.LOCAL)) {
      Migration growth = new Migration(source, data, progress);
      long[] positions = growth.copyEverything(Files.createDirectories(to.resolve(first)));
      growth.source.markSite(to.resolve(first), positions);
      for (String other : others) {
        growth.source.markSite(Files.createDirectories(to.resolve(other)), positions);
      }
      forceTree(to);
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

  /** Applies to the copies what the log held beyond them; then the log is not needed any more. */
  private long[] applyAll(Path site) throws IOException {
    Path log = site.resolve("log");
    ShardMap map = new ShardMap(source.shards());
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Shards.openLocal(site, map, Clock.systemUTC()).close(); // shards may still tell each other
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
      Path file = site.resolve("shards").resolve("%03d.db".formatted(i));
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
   * @param link whether the files never change, so that both may be the same on one disk
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
              return FileVisitResult.CONTINUE; // SQLite makes it anew
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

  /** Makes files and their names durable. */
  private static void forceTree(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }
}
