package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bongsu.kafka.Security;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bongsu site} for its connections and their protection. */
final class SiteConnections {
  /** The file in a site's directory for a revocation list that comes from other sites. */
  private static final String RECEIVED = "received-crl.pem";

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
   * The files of the keys; empty if the site runs without them.
   *
   * @param data this site's directory
   * @throws IllegalArgumentException if that is not allowed
   */
  Optional<SiteEngineFactory.Files> keys(PeerList peers, PeerList.Peer own, Path data) {
    if (keys != null) {
      return Optional.of(
          new SiteEngineFactory.Files(keys, data.resolve(RECEIVED), own.name(), peers.names()));
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
