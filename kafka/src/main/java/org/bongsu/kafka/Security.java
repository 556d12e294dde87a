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
   * Both ends present a certificate of the deployment's own authority. Host names are not verified,
   * as the authority certifies only sites.
   *
   * @param key file with this site's key and certificate, in PEM
   * @param authority file with the authority's certificate, in PEM
   * @param sites the sites whose certificates have full access; all others have none
   */
  record MutualTls(Path key, Path authority, List<String> sites) implements Security {
    @Override
    public Map<String, String> ofClient() {
      Map<String, String> all = new TreeMap<>();
      all.put("security.protocol", "SSL");
      all.put("ssl.enabled.protocols", "TLSv1.3");
      all.put("ssl.protocol", "TLSv1.3");
      all.put("ssl.keystore.type", "PEM");
      all.put("ssl.keystore.location", key.toAbsolutePath().toString());
      all.put("ssl.truststore.type", "PEM");
      all.put("ssl.truststore.location", authority.toAbsolutePath().toString());
      all.put("ssl.endpoint.identification.algorithm", "");
      return all;
    }

    /** Kafka's settings for a broker and controller. */
    public Map<String, String> ofBroker() {
      Map<String, String> all = new TreeMap<>(ofClient());
      all.remove("security.protocol");
      all.put("ssl.client.auth", "required");
      all.put("ssl.principal.mapping.rules", "RULE:^CN=([a-z0-9-]+)$/$1/,DEFAULT");
      all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
      all.put("allow.everyone.if.no.acl.found", "false");
      all.put(
          "super.users",
          sites.stream().map(site -> "User:" + site).collect(Collectors.joining(";")));
      return all;
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
