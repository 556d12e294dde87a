package org.bongsu.app;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.cluster.keys.SiteRole;
import org.bongsu.kafka.Security;
import org.jspecify.annotations.Nullable;

/**
 * Protects the connections of Kafka's brokers, controllers and clients with a site's keys. All in
 * one process share the keys, which follow their files: Kafka need not be told when these change.
 */
public final class SiteEngineFactory implements SslEngineFactory {
  private static final String DIRECTORY = "bongsu.keys.directory";
  private static final String RECEIVED = "bongsu.keys.received";
  private static final String SITE = "bongsu.keys.site";
  private static final String SITES = "bongsu.keys.sites";
  private static final String ROLE = "bongsu.keys.role";

  /** By their files and sites. Kafka makes instances of this class and cannot be given objects. */
  private static final Map<Files, SiteKeys> SHARED = new ConcurrentHashMap<>();

  /**
   * Where a site's keys are.
   *
   * @param directory made with {@code bongsu keys}
   * @param received file for a revocation list that comes from other sites
   * @param sites the names of all sites
   */
  record Files(Path directory, Path received, String site, List<String> sites) {
    Files {
      directory = directory.toAbsolutePath();
      received = received.toAbsolutePath();
      sites = List.copyOf(sites);
    }

    /**
     * The keys that all connections of this process share; read when they are first used.
     *
     * @throws org.bongsu.cluster.keys.KeysUnusable if they cannot be used then
     */
    SiteKeys keys() {
      return SHARED.computeIfAbsent(
          this,
          files ->
              SiteKeys.read(directory, received, site, Set.copyOf(sites), Clock.systemUTC())
                  .watch());
    }

    /** How Kafka uses them. */
    Security.MutualTls security() {
      return new Security.MutualTls(
          SiteEngineFactory.class, settings(SiteRole.SITE), settings(SiteRole.BROKER), sites);
    }

    private Map<String, String> settings(SiteRole role) {
      return Map.of(
          DIRECTORY, directory.toString(),
          RECEIVED, received.toString(),
          SITE, site,
          SITES, String.join(",", sites),
          ROLE, role.name());
    }

    private static Files of(Map<String, ?> settings) {
      return new Files(
          Path.of(text(settings, DIRECTORY)),
          Path.of(text(settings, RECEIVED)),
          text(settings, SITE),
          List.of(text(settings, SITES).split(",", -1)));
    }
  }

  private @Nullable SSLContext context;

  private static String text(Map<String, ?> settings, String name) {
    if (settings.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing");
  }

  @Override
  public void configure(Map<String, ?> settings) {
    SiteRole role = SiteRole.valueOf(text(settings, ROLE));
    context = Files.of(settings).keys().context(role);
  }

  private SSLContext context() {
    return java.util.Objects.requireNonNull(context, "not configured");
  }

  /** Host names are not verified, because certificates name sites. */
  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    SSLEngine engine = context().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    SSLEngine engine = context().createSSLEngine(host, port);
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  /** Never: the keys follow their files by themselves. */
  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  /** None, because the keys are not in a store of Kafka's. */
  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}
}
