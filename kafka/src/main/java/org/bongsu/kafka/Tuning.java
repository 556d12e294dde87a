package org.bongsu.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every setting of Kafka that Bongsu changes, with its values for both paces and the reason. {@code
 * docs/kafka.md} is made from this list. Times are in milliseconds.
 */
public final class Tuning {
  /** Whose setting it is. */
  public enum Part {
    BROKER,
    /** Of everything that talks to brokers. */
    CLIENT,
    PRODUCER,
    CONSUMER
  }

  /**
   * One setting.
   *
   * @param why one sentence
   */
  public record Setting(Part part, String name, String fast, String steady, String why) {
    String value(Pace pace) {
      return switch (pace) {
        case FAST -> fast;
        case STEADY -> steady;
      };
    }
  }

  private static final String PROTECTION =
      """

      With `--keys` the broker's and the controller's listeners take TLS 1.3 only, from clients that show a certificate of
      the deployment's authority (`ssl.client.auth=required`, PEM files); the sites are super users of the
      `StandardAuthorizer`, and nobody else may do anything. Host names are not compared: certificates name sites.

      With `--kafka HOST:PORT,...` a cluster that is there already is used. It needs four topics, which a site makes where it
      may: `bongsu-shards` (a partition a shard, kept 7 days), `bongsu-sites` (one, 10 minutes), `bongsu-media` (one, 6
      hours) and `bongsu-bus` (one, 2 minutes). How to sign in there stands in a file of Kafka's own client settings:
      `--kafka-config FILE` with `security.protocol`, `ssl.*` and `sasl.*`, and nothing else.
      """;

  private static final List<Setting> ALL =
      List.of(
          broker("broker.heartbeat.interval.ms", "200", "400", "How often a broker says it lives."),
          broker(
              "broker.session.timeout.ms",
              "1000",
              "2500",
              "A silent broker loses its leaderships after this; acks=all waits for it so long."),
          broker(
              "controller.quorum.fetch.timeout.ms",
              "600",
              "2000",
              "Without the active controller for so long, the others elect."),
          broker("controller.quorum.election.timeout.ms", "300", "800", "One round of election."),
          broker(
              "controller.quorum.election.backoff.max.ms",
              "200",
              "400",
              "After a split vote, the next round comes this soon."),
          broker(
              "controller.quorum.request.timeout.ms",
              "500",
              "1500",
              "A request into a cut link is given up."),
          broker(
              "controller.quorum.append.linger.ms",
              "5",
              "10",
              "A change of leadership is not kept waiting for others."),
          broker("controller.socket.timeout.ms", "600", "1500", "As above, from the controller."),
          broker(
              "replica.lag.time.max.ms",
              "1000",
              "2500",
              "A follower that does not follow holds writes up no longer than this."),
          broker(
              "replica.fetch.wait.max.ms",
              "200",
              "400",
              "Must be well below the lag allowed above."),
          broker("replica.socket.timeout.ms", "600", "1500", "A follower gives a cut link up."),
          broker("replica.fetch.backoff.ms", "100", "200", "And tries again this soon."),
          broker(
              "socket.connection.setup.timeout.ms", "300", "600", "Between sites, not continents."),
          broker(
              "socket.connection.setup.timeout.max.ms",
              "600",
              "1200",
              "Does not grow beyond this."),
          broker(
              "leader.imbalance.check.interval.seconds",
              "30",
              "60",
              "A site that has come back takes its share of the leaderships again."),
          producer(
              "delivery.timeout.ms",
              "5000",
              "10000",
              "What was not acknowledged by then is undecided; longer than any takeover."),
          producer(
              "max.block.ms", "500", "1000", "Nobody waits for room: the caller says 503 instead."),
          producer(
              "max.in.flight.requests.per.connection",
              "1",
              "1",
              "What comes meanwhile goes together into the next one, as with a group commit."),
          client("request.timeout.ms", "800", "2000", "A leader that is gone is given up."),
          client("retry.backoff.ms", "20", "50", "The first try at the new leader."),
          client("retry.backoff.max.ms", "100", "300", "Further tries do not space out."),
          client("reconnect.backoff.ms", "20", "50", "To a broker that comes back."),
          client("reconnect.backoff.max.ms", "100", "300", "Further tries do not space out."),
          client("socket.connection.setup.timeout.ms", "300", "600", "A cut link is given up."),
          client("socket.connection.setup.timeout.max.ms", "600", "1200", "Does not grow."),
          client(
              "metadata.max.age.ms",
              "400",
              "1000",
              "Who leads is asked this often; a frozen leader says nothing, so no error tells."),
          consumer("fetch.max.wait.ms", "200", "400", "A quiet partition answers this often."));

  private Tuning() {}

  /** All of them, in the order in which they are explained. */
  public static List<Setting> list() {
    return ALL;
  }

  /** The settings of some parts, by name. */
  static Map<String, String> of(Pace pace, Part... parts) {
    Map<String, String> values = new TreeMap<>();
    for (Setting setting : ALL) {
      if (List.of(parts).contains(setting.part)) {
        values.put(setting.name, setting.value(pace));
      }
    }
    return values;
  }

  /** The settings of a broker, by name. */
  public static Map<String, String> ofBroker(Pace pace) {
    return of(pace, Part.BROKER);
  }

  private static Setting broker(String name, String fast, String steady, String why) {
    return new Setting(Part.BROKER, name, fast, steady, why);
  }

  private static Setting client(String name, String fast, String steady, String why) {
    return new Setting(Part.CLIENT, name, fast, steady, why);
  }

  private static Setting producer(String name, String fast, String steady, String why) {
    return new Setting(Part.PRODUCER, name, fast, steady, why);
  }

  private static Setting consumer(String name, String fast, String steady, String why) {
    return new Setting(Part.CONSUMER, name, fast, steady, why);
  }

  /** The reference of these settings, in Markdown. */
  static String describe() {
    StringBuilder text = new StringBuilder();
    text.append("# Kafka's settings\n\n");
    text.append("What `./bongsu site` changes of Kafka, by pace (`--pace fast` or `steady`). ");
    text.append("Made from `Tuning`;\nwhoever brings their own cluster sets the same there. ");
    text.append("Times are in milliseconds.\n\n");
    text.append("| of | setting | fast | steady | why |\n|---|---|---|---|---|\n");
    for (Setting setting : ALL) {
      text.append(
          "| %s | `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.part.name().toLowerCase(Locale.ROOT),
                  setting.name,
                  setting.fast,
                  setting.steady,
                  setting.why));
    }
    text.append("\nWhat keeps acknowledged writes is no matter of pace: three replicas, ");
    text.append("`min.insync.replicas=2`, `acks=all`,\nidempotent producers, ");
    text.append("`unclean.leader.election.enable=false`.\n");
    text.append(PROTECTION);
    return text.toString();
  }
}
