package org.bongsu.cluster.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.cluster.checkpoint.Rebuild;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.Shards;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other sites and {@code bongsu recover} which log this site's data came from and how far
 * it has applied it, and takes the operator's word that a new log continues it.
 */
public final class LogApi {
  static final String PATH = "/_bongsu/site/log";

  private final String site;
  private final Path data;
  private final int shardCount;
  private final PeerAuthentication authentication;
  private volatile boolean continued;

  /** The shards, once they are open. */
  private volatile @Nullable Shards shards;

  /**
   * Makes the API of a site.
   *
   * @param data its directory
   */
  public LogApi(String site, Path data, int shardCount, PeerAuthentication authentication) {
    this.site = site;
    this.data = data;
    this.shardCount = shardCount;
    this.authentication = authentication;
  }

  public void addTo(Routes routes) {
    routes.add("GET", PATH, Route.Access.PUBLIC, this::state);
    routes.add("POST", PATH + "/{id}/{fingerprint}/{data}", Route.Access.PUBLIC, this::proceed);
  }

  /** The shards are open, over a log that can be continued or that is lost. */
  public void opened(Shards over) {
    shards = over;
  }

  /** Whether the site is to be started again, to continue with a new log. */
  public boolean isContinued() {
    return continued;
  }

  /** GET /_bongsu/site/log: this site's {@link LogState}. */
  private Response state(Request request) {
    authentication.require(request);
    return Response.json(state().toJson());
  }

  /**
   * POST /_bongsu/site/log/{id}/{fingerprint}/{data}: this site's data, which is as it was reported
   * with this fingerprint, is continued by the log with this id; {@code data} is {@code keep}, or
   * {@code drop} if the shards are to be copied from the other sites. 409 if its log is not lost or
   * its data is not the same; 404 for another {@code data}. Can be repeated.
   */
  private synchronized Response proceed(Request request) {
    authentication.require(request);
    String what = request.pathParam("data");
    if (!what.equals("keep") && !what.equals("drop")) {
      throw RequestError.notFound("There is no such choice");
    }
    LogState now = state();
    if (now.lost().isEmpty()) {
      return conflict("its log is not lost");
    }
    if (!now.fingerprint().equals(request.pathParam("fingerprint"))) {
      return conflict("its data has changed since it was asked");
    }
    try {
      if (what.equals("drop")) {
        Rebuild.want(data, "the operator gave its data up");
      }
      LogMark.write(data, request.pathParam("id"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    continued = true;
    return Response.json(Json.object());
  }

  private static Response conflict(String why) {
    return Response.json(409, Json.object().put("error", why));
  }

  private LogState state() {
    Shards open = shards;
    try {
      return new LogState(
          site,
          LogMark.read(data).orElse(""),
          open != null,
          open == null ? "" : open.logLost().orElse(""),
          shardStates(open == null ? List.of() : open.marks()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the files, as they are also read while no shard is open. */
  private List<LogState.ShardState> shardStates(List<List<DigestMark>> marks) {
    boolean isGivenUp = Rebuild.isWanted(data);
    List<LogState.ShardState> all = new ArrayList<>();
    for (int shard = 0; shard < shardCount; shard++) {
      Optional<ShardFile.Copied> stored =
          isGivenUp ? Optional.empty() : Rebuild.stored(data, shard);
      List<DigestMark> known = marks.isEmpty() ? List.of() : marks.get(shard);
      all.add(
          stored
              .filter(copy -> copy.position() > 0)
              .map(copy -> new LogState.ShardState(copy.position(), copy.digest(), known))
              .orElse(LogState.ShardState.NONE));
    }
    return all;
  }
}
