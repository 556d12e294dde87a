package org.bongsu.cluster.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.shard.Shards;
import org.bongsu.store.ShardFile;

/** Serves checkpoints of this site's shards to other sites, while it goes on serving clients. */
public final class CheckpointApi {
  /** A copy is offered to new readers for this long; then a newer one replaces it. */
  private static final Duration FRESH = Duration.ofMinutes(15);

  private record Made(Checkpoint checkpoint, Path file, long nanos) {}

  private final int shards;
  private final Path data;
  private final Path directory;
  private final PeerAuthentication authentication;
  private final BooleanSupplier isSound;
  private final Map<Integer, Made> made = new HashMap<>();

  /**
   * Makes the API.
   *
   * @param data this site's directory
   * @param isSound false if this site's own data must not be copied
   */
  public CheckpointApi(
      int shards, Path data, PeerAuthentication authentication, BooleanSupplier isSound)
      throws IOException {
    this.shards = shards;
    this.data = data;
    this.directory = Files.createDirectories(data.resolve("checkpoints"));
    this.authentication = authentication;
    this.isSound = isSound;
    try (DirectoryStream<Path> old = Files.newDirectoryStream(directory)) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
  }

  public void addTo(Routes routes) {
    Route.Access all = Route.Access.PUBLIC; // handlers require PeerAuthentication
    routes.add("GET", Checkpoint.PATH + "{shard}", all, this::newest);
    routes.add("GET", Checkpoint.PATH + "{shard}/{name}/{offset}", all, this::bytes);
  }

  /**
   * GET /_bongsu/site/checkpoint/{shard}?from={position}: describes the newest copy; made if there
   * is none that has reached the position (0 if it is not given). 503 if this site has not.
   */
  private Response newest(Request request) {
    authentication.require(request);
    if (!isSound.getAsBoolean()) {
      throw RequestError.unavailable("This site cannot be copied");
    }
    int shard = shard(request);
    long from = request.queryLong("from", 0, Long.MAX_VALUE);
    if (Rebuild.stored(data, shard).filter(copy -> copy.position() >= from).isEmpty()) {
      throw RequestError.unavailable("This site is behind");
    }
    return Response.json(newest(shard, from).checkpoint.toJson());
  }

  /**
   * GET /_bongsu/site/checkpoint/{shard}/{name}/{offset}: its bytes from there on; 404 if a newer
   * one has replaced it.
   */
  private Response bytes(Request request) {
    authentication.require(request);
    Made one;
    synchronized (this) {
      one = made.get(shard(request));
    }
    long offset = offset(request.pathParam("offset"));
    if (one == null
        || !one.checkpoint.name().equals(request.pathParam("name"))
        || offset < 0
        || offset > one.checkpoint.bytes()) {
      throw RequestError.notFound("This checkpoint is no longer here");
    }
    return new Response.FilePart(
        200,
        Map.of(),
        "application/octet-stream",
        one.file,
        offset,
        one.checkpoint.bytes() - offset);
  }

  private int shard(Request request) {
    long shard = offset(request.pathParam("shard"));
    if (shard < 0 || shard >= shards) {
      throw RequestError.notFound("There is no such shard");
    }
    return (int) shard;
  }

  private static long offset(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Synchronized, so that one copy is made at a time: each reads and writes a whole file. */
  private synchronized Made newest(int shard, long from) {
    Made known = made.get(shard);
    if (known != null
        && known.checkpoint.position() >= from
        && System.nanoTime() - known.nanos < FRESH.toNanos()) {
      return known;
    }
    try {
      if (known != null) {
        Files.deleteIfExists(known.file);
      }
      String name = "%03d-%s".formatted(shard, Long.toString(System.nanoTime(), 36));
      Path file = directory.resolve(name + ".db");
      ShardFile.Copied copied = new ShardFile(Shards.file(data, shard)).copyTo(file);
      Checkpoint checkpoint =
          new Checkpoint(
              name, Files.size(file), FileHash.of(file), copied.position(), copied.digest());
      Made fresh = new Made(checkpoint, file, System.nanoTime());
      made.put(shard, fresh);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
