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

/** What a node has because it is one of several sites; nothing where it is alone. */
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

  /** How sites ask each other. */
  public record Links(
      SitePlan plan, PeerAuthentication pass, PeerHttp http, MediaStore media, Path data) {}

  private static final System.Logger LOG = System.getLogger(ClusterMember.class.getName());

  /**
   * Opens it; the site is started later, by the node.
   *
   * @param run distinguishes this run of the node from others
   */
  public static ClusterMember of(SitePlan plan, Path data, int shards, String run, MediaStore media)
      throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    PeerAuthentication pass = new PeerAuthentication(plan.secret());
    PeerHttp http = new PeerHttp(pass, plan.keys());
    opened.push(http);
    Log chunks = plan.engine().media();
    opened.push(chunks);
    opened.push(MediaReceiver.start(chunks, media, data.resolve("media").resolve("received")));
    Log statuses = plan.engine().sites();
    opened.push(statuses);
    Log told = plan.engine().bus();
    opened.push(told);
    SiteBus bus = SiteBus.start(told, plan.name() + "/" + run, Clock.systemUTC());
    opened.push(bus);
    Site site = new Site(plan.name(), plan.sites(), run, statuses, shards, plan.timing());
    site.whenQuarantined(why -> noteQuarantined(data, why));
    MediaSpread spread = new MediaSpread(chunks, media, new PeerStores(http, plan.others()));
    return new ClusterMember(
        Optional.of(site),
        bus,
        spread,
        Optional.of(new Links(plan, pass, http, media, data)),
        opened);
  }

  /** At once, so that a site which is killed now does not come back with the same data. */
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

  /** Whether this node does what is done once in the deployment. */
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
   * Gets the shard files from other sites where the log does not lead to them.
   *
   * @param logBegins where the log does not begin at 0
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

  /** What this site gives to the others, and, in the background, what media it lacks of theirs. */
  public void serveOthers(Shards shards) throws IOException {
    if (links.isEmpty()) {
      return;
    }
    Links to = links.get();
    Routes routes = new Routes();
    new PeerMediaApi(to.media, to.pass).addTo(routes);
    new CheckpointApi(
            shards,
            to.data,
            to.pass,
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

  /** Serves no more; logs can still be read and written. */
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
