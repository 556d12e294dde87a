package org.bongsu.cluster.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.ShardFile;

/** Fetches the shard files of a site from other sites, before the shards are opened. */
public final class Rebuild {
  /** A shard without a file is replayed from the log, not copied, up to this many entries. */
  private static final long ENTRIES_REPLAYED_MAX = 20_000;

  /** Limits the load on the disk and network of the site that is copied. */
  private static final long BYTES_PER_SECOND_MAX = 64L << 20;

  /** Small compared with the rate, so that the pace is even. */
  private static final int COPY_BYTES = 1 << 18;

  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final String WANTED = "rebuild-wanted";

  private final Path data;
  private final Path directory;
  private final int shards;
  private final PeerHttp http;
  private final List<URI> sites;
  private final Consumer<String> progress;

  /**
   * Makes the rebuild of one site.
   *
   * @param data its directory
   * @param sites where the other sites listen for this one
   * @param progress receives messages for the operator
   */
  public Rebuild(Path data, int shards, PeerHttp http, List<URI> sites, Consumer<String> progress) {
    this.data = data;
    this.directory = data.resolve("shards");
    this.shards = shards;
    this.http = http;
    this.sites = List.copyOf(sites);
    this.progress = progress;
  }

  /** Notes that the site's data must not be used again: the next start rebuilds it. */
  public static void want(Path data, String why) throws IOException {
    Files.writeString(data.resolve(WANTED), why + "\n", StandardOpenOption.CREATE);
  }

  /** Whether the site's data must not be used: its next start rebuilds it. */
  public static boolean isWanted(Path data) {
    return Files.exists(data.resolve(WANTED));
  }

  /** What a site's file of a shard holds; empty if there is none yet. */
  public static Optional<ShardFile.Copied> stored(Path data, int shard) {
    Path file = Shards.file(data, shard);
    return Files.exists(file) ? new ShardFile(file).identityIfMade() : Optional.empty();
  }

  /** How far a site's files have applied each shard's log; 0 for shards without a file. */
  public static long[] applied(Path data, int shards) {
    long[] applied = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      Path file = Shards.file(data, shard);
      applied[shard] = Files.exists(file) ? applied(file) : 0;
    }
    return applied;
  }

  /**
   * Fetches the shard files that the log cannot continue; returns at once if there are none.
   * Retries until some site answers.
   *
   * @param firstKept for each shard the oldest position that the log still has
   * @param end for each shard where the log ends
   */
  public void run(long[] firstKept, long[] end) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    if (isWanted(data)) {
      progress.accept("the data is rebuilt: " + Files.readString(data.resolve(WANTED)).strip());
      deleteShards();
      Files.delete(data.resolve(WANTED));
    }
    for (int shard = 0; shard < shards; shard++) {
      Path file = Shards.file(data, shard);
      long applied = Files.exists(file) ? applied(file) : 0;
      boolean missed = applied < firstKept[shard];
      boolean isNew = !Files.exists(file) && end[shard] > ENTRIES_REPLAYED_MAX;
      if (missed || isNew) {
        fetch(shard, firstKept[shard], file);
      }
    }
  }

  /** Whether the shard files hold everything before these positions. */
  public boolean hasAllBefore(long[] positions) {
    for (int shard = 0; shard < shards; shard++) {
      Path file = Shards.file(data, shard);
      if (!Files.exists(file) || applied(file) < positions[shard]) {
        return false;
      }
    }
    return true;
  }

  private static long applied(Path file) {
    try (Db db = new ShardFile(file).openWriter()) {
      return Positions.applied(db);
    }
  }

  private void deleteShards() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /**
   * Fetches one.
   *
   * @param from the position that it must have reached: a site that starts may be behind, too
   */
  private void fetch(int shard, long from, Path file) throws InterruptedException {
    while (true) {
      for (URI site : sites) {
        try {
          Checkpoint checkpoint = ask(site, shard, from);
          progress.accept(
              "shard %d is copied from %s: %,d bytes, position %d"
                  .formatted(shard, site, checkpoint.bytes(), checkpoint.position()));
          Path part = directory.resolve(checkpoint.name() + ".part");
          download(site, shard, checkpoint, part);
          use(checkpoint, part, file);
          return;
        } catch (IOException | MalformedJson e) {
          progress.accept("no checkpoint of shard %d from %s: %s".formatted(shard, site, e));
        }
      }
      Thread.sleep(RETRY);
    }
  }

  private Checkpoint ask(URI site, int shard, long from) throws IOException {
    HttpResponse<InputStream> response = http.get(site, Checkpoint.PATH + shard + "?from=" + from);
    String text = PeerHttp.text(response, COPY_BYTES);
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    Checkpoint checkpoint = Checkpoint.of(Json.object(text));
    if (checkpoint.position() < from) {
      throw new IOException("it is behind, at position " + checkpoint.position());
    }
    return checkpoint;
  }

  /** Continues at the end of an earlier attempt's partial file, also after a restart. */
  private void download(URI site, int shard, Checkpoint checkpoint, Path part)
      throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    String path = Checkpoint.PATH + shard + "/" + checkpoint.name() + "/" + have;
    HttpResponse<InputStream> response = http.get(site, path);
    long began = System.nanoTime();
    long bytes = 0;
    try (InputStream body = response.body();
        OutputStream out =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      byte[] buffer = new byte[COPY_BYTES];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        out.write(buffer, 0, n);
        bytes += n;
        long dueMillis = bytes * 1000 / BYTES_PER_SECOND_MAX;
        long aheadMillis = dueMillis - (System.nanoTime() - began) / 1_000_000;
        if (aheadMillis > 0) {
          Thread.sleep(aheadMillis);
        }
      }
    }
  }

  private static void use(Checkpoint checkpoint, Path part, Path file) throws IOException {
    if (!FileHash.of(part).equals(checkpoint.sha256())) {
      Files.delete(part);
      throw new IOException("the copy does not have the announced hash");
    }
    for (String old : List.of("-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + old));
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    ShardFile.Copied copied = new ShardFile(file).identity();
    if (copied.position() != checkpoint.position()
        || !copied.digest().equals(checkpoint.digest())) {
      Files.delete(file);
      throw new IOException("the copy does not have the announced position or digest");
    }
  }
}
