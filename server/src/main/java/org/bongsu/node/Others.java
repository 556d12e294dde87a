package org.bongsu.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bongsu.http.Admission;
import org.bongsu.http.Gateway;
import org.bongsu.http.MutualTls;
import org.bongsu.http.Routes;
import org.bongsu.log.Log;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;
import org.bongsu.shard.Replicas;
import org.bongsu.shard.Shards;
import org.bongsu.site.Bus;
import org.bongsu.site.OtherSites;
import org.bongsu.site.Site;
import org.bongsu.site.SiteBus;
import org.bongsu.site.SiteHttp;
import org.bongsu.site.SitePass;
import org.bongsu.site.media.MediaReceiver;
import org.bongsu.site.media.MediaSpread;
import org.bongsu.site.media.MissingMedia;
import org.bongsu.site.media.OtherStores;
import org.bongsu.site.media.SiteMediaApi;
import org.bongsu.site.rebuild.CheckpointApi;
import org.bongsu.site.rebuild.Rebuild;

/** What a node has because it is one of several sites; nothing where it is alone. */
public record Others(
    Optional<Site> site,
    Bus bus,
    MediaReplicas replicas,
    Optional<Links> links,
    Deque<AutoCloseable> opened)
    implements AutoCloseable {
  public static final Others NONE =
      new Others(
          Optional.empty(), Bus.NONE, MediaReplicas.NONE, Optional.empty(), new ArrayDeque<>());

  /** How sites ask each other. */
  public record Links(SitePlan plan, SitePass pass, SiteHttp http, MediaStore media, Path data) {}

  private static final System.Logger LOG = System.getLogger(Others.class.getName());

  /**
   * Opens it; the site is started later, by the node.
   *
   * @param run distinguishes this run of the node from others
   */
  public static Others of(SitePlan plan, Path data, int shards, String run, MediaStore media)
      throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    SitePass pass = new SitePass(plan.secret());
    SiteHttp http = new SiteHttp(pass, plan.keys());
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
    site.whenCondemned(why -> noteCondemned(data, why));
    MediaSpread spread = new MediaSpread(chunks, media, new OtherStores(http, plan.others()));
    return new Others(
        Optional.of(site),
        bus,
        spread,
        Optional.of(new Links(plan, pass, http, media, data)),
        opened);
  }

  /** At once, so that a site which is killed now does not come back with the same data. */
  private static void noteCondemned(Path data, String why) {
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
    return site.map(Site::isInCharge).orElse(true);
  }

  public OtherSites sites() {
    return site.<OtherSites>map(one -> one).orElse(OtherSites.NONE);
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
    Rebuild rebuild = new Rebuild(to.data, shards, to.http, to.plan.others(), Others::say);
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
    new SiteMediaApi(to.media, to.pass).addTo(routes);
    new CheckpointApi(
            shards, to.data, to.pass, () -> site.map(one -> one.condemned().isEmpty()).orElse(true))
        .addTo(routes);
    opened.push(
        Gateway.listenForSites(
            to.plan.listens().getHostString(),
            to.plan.listens().getPort(),
            routes,
            to.plan.keys().map(own -> new MutualTls(own.keys(), own.trust()))));
    opened.push(MissingMedia.bring(new OtherStores(to.http, to.plan.others()), to.media));
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
