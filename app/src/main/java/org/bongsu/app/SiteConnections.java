package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.kafka.Security;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bongsu site} about whom it talks to, and how that is protected. */
final class SiteConnections {
  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description =
          "This site's key and certificate, made with bongsu keys. Everything between sites is"
              + " encrypted then, and nobody else is let in.")
  @Nullable Path keys;

  @Option(
      names = "--insecure",
      description =
          "Goes without --keys although others than this machine can reach the ports between sites:"
              + " whoever can, reads and writes everything.")
  boolean insecure;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT,...",
      description = "Brokers that somebody else runs, instead of an own one in each site.")
  @Nullable String kafka;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "With --kafka: Kafka's own client settings security.protocol, ssl.* and sasl.*, as its"
              + " tools take them with --command-config.")
  @Nullable Path kafkaConfig;

  /**
   * The keys; empty where the site goes without.
   *
   * @throws IllegalArgumentException where it may not
   */
  Optional<SiteKeys> keys(PeerList peers, PeerList.Peer own) {
    if (keys != null) {
      return Optional.of(SiteKeys.read(keys, own.name(), Set.copyOf(peers.names()), Instant.now()));
    }
    if (!insecure && !own.isOnLoopback()) {
      throw new IllegalArgumentException(
          ("%s is not an address of this machine alone, and what sites say to each other would not"
                  + " be protected: make keys with bongsu keys, and name them with --keys DIR; or"
                  + " say --insecure")
              .formatted(own.host()));
    }
    return Optional.empty();
  }

  /** How connections with the site's own broker are protected. */
  static Optional<Security.MutualTls> ofOwnBroker(Optional<SiteKeys> keys, PeerList peers) {
    return keys.map(
        own -> new Security.MutualTls(own.keyFile(), own.authorityFile(), peers.names()));
  }

  /**
   * How connections with brokers that somebody else runs are protected.
   *
   * @throws IllegalArgumentException where they are not, and are not on this machine
   */
  Security ofOthersBrokers(String brokers) throws IOException {
    if (kafkaConfig != null) {
      return Security.Settings.read(kafkaConfig);
    }
    boolean here =
        Arrays.stream(brokers.split(",", -1))
            .allMatch(one -> PeerList.isLoopback(one.replaceFirst(":\\d+$", "")));
    if (!here && !insecure) {
      throw new IllegalArgumentException(
          "--kafka names brokers on other machines: say with --kafka-config how connections to them"
              + " are protected, or say --insecure");
    }
    return new Security.Plaintext();
  }
}
