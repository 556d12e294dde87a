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

/** The options of {@code bongsu site} for its connections and their protection. */
final class SiteConnections {
  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description =
          "This site's key and certificate, made with bongsu keys. All traffic "
              + "between sites is then encrypted and authenticated.")
  @Nullable Path keys;

  @Option(
      names = "--insecure",
      description =
          "Runs without --keys although other machines can reach the ports "
              + "between sites: any of them can read and write everything.")
  boolean insecure;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT,...",
      description = "Existing brokers, instead of one in each site.")
  @Nullable String kafka;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "With --kafka: Kafka's own client settings security.protocol, ssl.* and sasl.*, as its"
              + " tools take them with --command-config.")
  @Nullable Path kafkaConfig;

  /**
   * The keys; empty if the site runs without them.
   *
   * @throws IllegalArgumentException if that is not allowed
   */
  Optional<SiteKeys> keys(PeerList peers, PeerList.Peer own) {
    if (keys != null) {
      return Optional.of(SiteKeys.read(keys, own.name(), Set.copyOf(peers.names()), Instant.now()));
    }
    if (!insecure && !own.isOnLoopback()) {
      throw new IllegalArgumentException(
          ("%s is not a loopback address, and traffic between sites would not be "
                  + "protected: make keys with bongsu keys and pass --keys DIR, or pass "
                  + "--insecure")
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
   * How connections with existing brokers are protected.
   *
   * @throws IllegalArgumentException if they are not protected and not on this machine
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
          "--kafka names brokers on other machines: protect the connections with --kafka-config, or"
              + " pass --insecure");
    }
    return new Security.Plaintext();
  }
}
