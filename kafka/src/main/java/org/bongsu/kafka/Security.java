package org.bongsu.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/** How connections to brokers are secured. */
public sealed interface Security {
  /** Kafka's settings for clients. */
  Map<String, String> ofClient();

  /** No security: for brokers on this machine or on a protected network. */
  record Plaintext() implements Security {
    @Override
    public Map<String, String> ofClient() {
      return Map.of();
    }
  }

  /**
   * Both ends present a certificate of the deployment's own authority. It names a site and a role,
   * which the {@code StandardAuthorizer} knows as the principals {@code site.NAME} and {@code
   * broker.NAME}: brokers may do everything, sites what {@link TopicAccess} allows, and nobody else
   * anything. Certificates of earlier versions name a site only; they count as a broker's.
   *
   * @param engines makes the engines of connections, and so decides which certificate is presented
   *     and which are trusted; in each process with connections there are several
   * @param siteKeys settings for {@code engines}, which Kafka passes on, to present the site's
   *     certificate
   * @param brokerKeys the same for the broker's
   * @param sites the names of all sites
   */
  record MutualTls(
      Class<? extends SslEngineFactory> engines,
      Map<String, String> siteKeys,
      Map<String, String> brokerKeys,
      List<String> sites)
      implements Security {
    @Override
    public Map<String, String> ofClient() {
      Map<String, String> all = new TreeMap<>(siteKeys);
      all.put("security.protocol", "SSL");
      all.put("ssl.engine.factory.class", engines.getName());
      return all;
    }

    /** For clients that set up the cluster, as a broker. */
    public Security asBroker() {
      return new MutualTls(engines, brokerKeys, brokerKeys, sites);
    }

    /** Kafka's settings for a broker and controller. */
    public Map<String, String> ofBroker() {
      Map<String, String> all = new TreeMap<>(brokerKeys);
      all.put("ssl.engine.factory.class", engines.getName());
      all.put("ssl.client.auth", "required");
      all.put(
          "ssl.principal.mapping.rules",
          "RULE:^CN=([a-z0-9-]+),OU=(site|broker)$/$2.$1/,RULE:^CN=([a-z0-9-]+)$/$1/,DEFAULT");
      all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
      all.put("allow.everyone.if.no.acl.found", "false");
      all.put(
          "super.users",
          sites.stream()
              .flatMap(site -> Stream.of("User:broker." + site, "User:" + site))
              .collect(Collectors.joining(";")));
      return all;
    }

    /** The principals of the sites. */
    List<String> principalsOfSites() {
      return sites.stream().map(site -> "User:site." + site).toList();
    }
  }

  /** Settings given by the operator of an existing cluster. */
  record Settings(Map<String, String> ofClient) implements Security {
    private static final List<String> TAKEN = List.of("security.protocol", "ssl.", "sasl.");

    /**
     * Reads a file of Kafka's client settings, as used by its tools with {@code --command-config}.
     *
     * @throws IllegalArgumentException if it contains other settings than security, which could
     *     weaken durability
     */
    public static Settings read(Path file) throws IOException {
      Properties found = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        found.load(in);
      }
      Map<String, String> settings = new LinkedHashMap<>();
      for (String name : new java.util.TreeSet<>(found.stringPropertyNames())) {
        if (TAKEN.stream().noneMatch(name::startsWith)) {
          throw new IllegalArgumentException(
              "%s sets %s: only security.protocol, ssl.* and sasl.* are taken from it"
                  .formatted(file, name));
        }
        settings.put(name, found.getProperty(name));
      }
      return new Settings(settings);
    }
  }
}
