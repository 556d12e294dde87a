package org.bongsu.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bongsu.cluster.checkpoint.CheckpointApi;
import org.bongsu.cluster.checkpoint.Rebuild;
import org.bongsu.cluster.media.MediaReceiver;
import org.bongsu.cluster.media.MediaSpread;
import org.bongsu.cluster.media.MissingMedia;
import org.bongsu.cluster.media.PeerMediaApi;
import org.bongsu.cluster.media.PeerStores;
import org.bongsu.http.Admission;
import org.bongsu.http.Gateway;
import org.bongsu.http.MutualTls;
import org.bongsu.http.Routes;
import org.bongsu.log.Log;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.shard.Replicas;
import org.bongsu.shard.Shards;

/** What a node has because it is one of several sites; empty on a single machine. */
public record ClusterMember(
    Optional<Site> site,
    Bus bus,
    MediaReplicas replicas,
    Optional<Links> links,
    Deque<AutoCloseable> opened)
    implements AutoCloseable {
  public static final ClusterMember NONE =
      new ClusterMember(
          Optional.empty(), Bus.NONE, MediaReplicas.NONE, Optional.empty(), new ArrayDeque<>());

  /** What this site needs to call the others and to answer them. */
  public record Links(
      SitePlan plan,
      PeerAuthentication authentication,
      PeerHttp http,
      MediaStore media,
      Path data) {}

  private static final System.Logger LOG = System.getLogger(ClusterMember.class.getName());

  /**
   * Opens the logs and their threads; the node starts the site later.
   *
   * @param run unique among all runs of all sites
   */
  public static ClusterMember of(SitePlan plan, Path data, int shards, String run, MediaStore media)
      throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    PeerAuthentication authentication = new PeerAuthentication(plan.secret());
    PeerHttp http = new PeerHttp(authentication, plan.keys());
    opened.push(http);
    Log chunks = plan.engine().media();
    opened.push(chunks);
    opened.push(MediaReceiver.start(chunks, media, data.resolve("media").resolve("received")));
    Log statuses = plan.engine().sites();
    opened.push(statuses);
    Log messages = plan.engine().bus();
    opened.push(messages);
    SiteBus bus = SiteBus.start(messages, plan.name() + "/" + run, Clock.systemUTC());
    opened.push(bus);
    Site site = new Site(plan.name(), plan.sites(), run, statuses, shards, plan.timing());
    site.whenQuarantined(why -> noteQuarantined(data, why));
    MediaSpread spread = new MediaSpread(chunks, media, new PeerStores(http, plan.others()));
    return new ClusterMember(
        Optional.of(site),
        bus,
        spread,
        Optional.of(new Links(plan, authentication, http, media, data)),
        opened);
  }

  /** Written at once, so that a site that is killed now does not return with this data. */
  private static void noteQuarantined(Path data, String why) {
    try {
      Rebuild.want(data, why);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Replicas logReplicas() {
    return site.<Replicas>map(one -> one).orElse(Replicas.NONE);
  }

  /** Whether this node leads; always on a single machine. */
  public boolean isLeader() {
    return site.map(Site::isLeader).orElse(true);
  }

  public Peers sites() {
    return site.<Peers>map(one -> one).orElse(Peers.NONE);
  }

  public Admission admission() {
    return site.<Admission>map(one -> one).orElse(Admission.ALWAYS);
  }

  /**
   * Fetches the shard files from other sites if replaying the log cannot produce them.
   *
   * @param logBegins the first position of each shard's log; empty if it is 0
   */
  public void rebuildWhereNeeded(int shards, Optional<long[]> logBegins) throws IOException {
    if (links.isEmpty()) {
      return;
    }
    Links to = links.get();
    Rebuild rebuild = new Rebuild(to.data, shards, to.http, to.plan.others(), ClusterMember::say);
    try {
      if (logBegins.isPresent()) {
        long[] begins = logBegins.get();
        to.plan.engine().beginAt(begins, rebuild.hasAllBefore(begins));
      }
      SitePlan.Engine.Bounds bounds = to.plan.engine().bounds();
      rebuild.run(bounds.firstKept(), bounds.end());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("shutting down", e);
    }
  }

  private static void say(String progress) {
    LOG.log(System.Logger.Level.INFO, progress);
  }

  /** Starts to serve checkpoints and media to other sites, and to fetch missing media. */
  public void serveOthers(Shards shards) throws IOException {
    if (links.isEmpty()) {
      return;
    }
    Links to = links.get();
    Routes routes = new Routes();
    new PeerMediaApi(to.media, to.authentication).addTo(routes);
    new CheckpointApi(
            shards,
            to.data,
            to.authentication,
            () -> site.map(one -> one.quarantined().isEmpty()).orElse(true))
        .addTo(routes);
    opened.push(
        Gateway.listenForSites(
            to.plan.listens().getHostString(),
            to.plan.listens().getPort(),
            routes,
            to.plan.keys().map(own -> new MutualTls(own.keys(), own.trust()))));
    opened.push(MissingMedia.bring(new PeerStores(to.http, to.plan.others()), to.media));
  }

  /** Stops serving; logs can still be read and written. */
  public void leave() {
    site.ifPresent(Site::close);
  }

  @Override
  public void close() {
    leave();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "closing", e);
      }
    }
  }
}
