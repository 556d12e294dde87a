package org.bongsu.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.bongsu.cluster.checkpoint.CheckpointApi;
import org.bongsu.cluster.checkpoint.Rebuild;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.cluster.keys.SiteRole;
import org.bongsu.cluster.media.MediaReceiver;
import org.bongsu.cluster.media.MediaSpread;
import org.bongsu.cluster.media.MissingMedia;
import org.bongsu.cluster.media.PeerMediaApi;
import org.bongsu.cluster.media.PeerStores;
import org.bongsu.cluster.recovery.LogApi;
import org.bongsu.cluster.recovery.LogChoice;
import org.bongsu.cluster.recovery.PeerLogs;
import org.bongsu.http.Admission;
import org.bongsu.http.Gateway;
import org.bongsu.http.MutualTls;
import org.bongsu.http.Routes;
import org.bongsu.log.Log;
import org.bongsu.log.LostLog;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.shard.Replicas;
import org.bongsu.shard.Shards;
import org.bongsu.upload.MediaDeletions;

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
      PeerHttp http,
      MediaStore media,
      Path data,
      int shards,
      LogApi logApi,
      PeerMediaApi mediaApi) {}

  private static final System.Logger LOG = System.getLogger(ClusterMember.class.getName());

  /**
   * Opens the logs and their threads, and listens for the other sites; the node starts the site
   * later.
   *
   * @param run unique among all runs of all sites
   */
  public static ClusterMember of(SitePlan plan, Path data, int shards, String run, MediaStore media)
      throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    PeerAuthentication authentication = new PeerAuthentication(plan.secret());
    PeerHttp http = new PeerHttp(authentication, plan.keys());
    opened.push(http);
    LogApi logApi = new LogApi(plan.name(), data, shards, authentication);
    plan.keys()
        .map(keys -> new RevocationSpread(keys, http, plan.others()).start())
        .ifPresent(opened::push);
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
    Routes routes = new Routes();
    logApi.addTo(routes);
    PeerMediaApi mediaApi = new PeerMediaApi(media, authentication);
    mediaApi.addTo(routes);
    BooleanSupplier isSound = () -> site.quarantined().isEmpty() && !Rebuild.isWanted(data);
    new CheckpointApi(shards, data, authentication, isSound).addTo(routes);
    plan.keys().ifPresent(keys -> RevocationSpread.addTo(routes, keys, authentication));
    opened.push(listen(plan, routes));
    return new ClusterMember(
        Optional.of(site),
        bus,
        spread,
        Optional.of(new Links(plan, http, media, data, shards, logApi, mediaApi)),
        opened);
  }

  /**
   * Serves the other sites, from before the shards are opened: sites that start together ask each
   * other which log is right, and each may have a shard that the other lacks.
   */
  private static Gateway listen(SitePlan plan, Routes routes) {
    return Gateway.listenForSites(
        plan.listens().getHostString(),
        plan.listens().getPort(),
        routes,
        plan.keys().map(own -> new MutualTls(own.keys(SiteRole.SITE), own.trust())));
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

  /** This site's keys; empty if connections are not encrypted. */
  public Optional<SiteKeys> keys() {
    return links.flatMap(to -> to.plan.keys());
  }

  public Peers sites() {
    return site.<Peers>map(one -> one).orElse(Peers.NONE);
  }

  public Admission admission() {
    return site.<Admission>map(one -> one).orElse(Admission.ALWAYS);
  }

  /**
   * Finds the log that the shards of this site continue, and fetches the shard files from other
   * sites if replaying it cannot produce them. If that log is lost, the result is one that neither
   * takes nor gives records.
   *
   * @param logBegins the first position of each shard's log; empty if it is 0
   */
  public Shards.LogOpener findLog(Optional<long[]> logBegins) throws IOException {
    Links to = links.orElseThrow();
    SitePlan.Engine engine = to.plan.engine();
    LogChoice choice =
        new LogChoice(
            to.data,
            to.shards,
            logBegins,
            engine,
            to.plan.others(),
            new PeerLogs(to.http),
            ClusterMember::say);
    try {
      return switch (choice.make()) {
        case LogChoice.Choice.Continue(String id) -> {
          bringData(to, logBegins);
          yield applied -> engine.shards(id);
        }
        case LogChoice.Choice.Lost(String why) -> applied -> new LostLog(applied, why);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("shutting down", e);
    }
  }

  private static void bringData(Links to, Optional<long[]> logBegins)
      throws IOException, InterruptedException {
    Rebuild rebuild =
        new Rebuild(to.data, to.shards, to.http, to.plan.others(), ClusterMember::say);
    if (logBegins.isPresent()) {
      long[] begins = logBegins.get();
      to.plan.engine().beginAt(begins, rebuild.hasAllBefore(begins));
    }
    SitePlan.Engine.Bounds bounds = to.plan.engine().bounds();
    rebuild.run(bounds.firstKept(), bounds.end());
  }

  private static void say(String progress) {
    LOG.log(System.Logger.Level.INFO, progress);
  }

  /** The shards are open: tells other sites so when they ask, and starts to fetch missing media. */
  public void opened(Shards shards) {
    if (links.isEmpty()) {
      return;
    }
    Links to = links.get();
    to.logApi.opened(shards);
    Predicate<ContentHash> deleted =
        hash -> MediaDeletions.isContentDeleted(shards.readers(), hash.value());
    to.mediaApi.opened(deleted);
    opened.push(MissingMedia.bring(new PeerStores(to.http, to.plan.others()), to.media, deleted));
  }

  /** Whether this site is to be started again, to continue with a new log after it lost its own. */
  public boolean continuesWithNewLog() {
    return links.map(to -> to.logApi.isContinued()).orElse(false);
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
