package org.bongsu.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every setting of Kafka that Bongsu changes, with its values for both paces and the reason. {@code
 * docs/kafka.md} is generated from this list. Times are in milliseconds.
 */
public final class Tuning {
  /** The component that a setting belongs to. */
  public enum Part {
    BROKER,
    /** All clients of brokers. */
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

      Kafka leaves it to the operating system when records are written to the disk. An acknowledged record is in the memory of
      at least two sites' machines, so it survives the crash of every process and the loss of one site, but not a power cut of
      two sites within about 30 seconds. `bongsu site --flush-millis N` bounds that: the broker forces records to the disk after
      N milliseconds (`log.flush.interval.ms`), or before each acknowledgement if N is 0 (`log.flush.interval.messages=1`).

      With `--keys` the broker's and the controller's listeners accept TLS 1.3 only, from clients that present a
      certificate of the deployment's authority that is not revoked (`ssl.client.auth=required`,
      `ssl.engine.factory.class`). Host names are not verified: certificates name sites. The `StandardAuthorizer` knows
      them as the principals `broker.NAME`, which are super users, and `site.NAME`, which may read, write and describe
      the four topics below and do nothing else; nobody else has any access. Topics and these rules are made with the
      broker's certificate. [keys.md](keys.md) is about renewing and revoking them.

      With `--kafka HOST:PORT,...` an existing cluster is used. It needs four topics, which a site creates if it
      may: `bongsu-shards` (one partition per shard, kept 7 days), `bongsu-sites` (one, 10 minutes), `bongsu-media` (one, 6
      hours) and `bongsu-bus` (one, 2 minutes). `bongsu-shards` is created at the first start only, when all sites run; if it
      is deleted later, see [failover.md](failover.md#if-kafka-loses-the-log); `./bongsu recover` deletes and creates it.
      Credentials are given in a file of Kafka's own client settings: `--kafka-config FILE` with `security.protocol`, `ssl.*`
      and `sasl.*`, and nothing else. Their principal needs `Read` and `Write` on these topics; `Create`, unless they exist;
      and `Delete` on `bongsu-shards`, once after `bongsu grow` and for `bongsu recover`.
      """;

  private static final List<Setting> ALL =
      List.of(
          broker(
              "broker.heartbeat.interval.ms", "200", "400", "Interval of a broker's heartbeats."),
          broker(
              "broker.session.timeout.ms",
              "1000",
              "2500",
              "A silent broker loses its leaderships after this; until then acks=all waits for it."),
          broker(
              "controller.quorum.fetch.timeout.ms",
              "600",
              "2000",
              "Without an active controller for this long, the others start an election."),
          broker(
              "controller.quorum.election.timeout.ms",
              "300",
              "800",
              "Timeout of one round of an election."),
          broker(
              "controller.quorum.election.backoff.max.ms",
              "200",
              "400",
              "Maximum pause before the next round after a split vote."),
          broker(
              "controller.quorum.request.timeout.ms",
              "500",
              "1500",
              "A request over a cut link times out."),
          broker(
              "controller.quorum.append.linger.ms",
              "5",
              "10",
              "A change of leadership is not delayed to batch it with others."),
          broker("controller.socket.timeout.ms", "600", "1500", "As above, from the controller."),
          broker(
              "replica.lag.time.max.ms",
              "1000",
              "2500",
              "A follower that does not keep up delays writes no longer than this."),
          broker(
              "replica.fetch.wait.max.ms",
              "200",
              "400",
              "Must be well below the lag allowed above."),
          broker("replica.socket.timeout.ms", "600", "1500", "A fetch over a cut link times out."),
          broker(
              "replica.fetch.backoff.ms",
              "100",
              "200",
              "Pause before the follower's next attempt."),
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
              "A site that has returned takes its share of the leaderships again."),
          producer(
              "delivery.timeout.ms",
              "5000",
              "10000",
              "A record not acknowledged by then is undecided; longer than any takeover."),
          producer(
              "max.block.ms",
              "500",
              "1000",
              "An append does not block on a full buffer: the caller responds with 503."),
          producer(
              "max.in.flight.requests.per.connection",
              "1",
              "1",
              "Records that arrive meanwhile go into the next batch, as in a group commit."),
          client("request.timeout.ms", "800", "2000", "A request to a lost leader times out."),
          client("retry.backoff.ms", "20", "50", "The first retry, at the new leader."),
          client("retry.backoff.max.ms", "100", "300", "Later retries stay close together."),
          client(
              "reconnect.backoff.ms", "20", "50", "The first reconnect to a broker that returns."),
          client("reconnect.backoff.max.ms", "100", "300", "Later retries stay close together."),
          client(
              "socket.connection.setup.timeout.ms",
              "300",
              "600",
              "A connection over a cut link times out."),
          client(
              "socket.connection.setup.timeout.max.ms",
              "600",
              "1200",
              "Does not grow beyond this."),
          client(
              "metadata.max.age.ms",
              "400",
              "1000",
              "Interval at which leaders are queried; a frozen leader causes no error that would trigger it."),
          consumer("fetch.max.wait.ms", "200", "400", "A quiet partition responds this often."));

  private Tuning() {}

  /** All settings, in the order of the reference. */
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

  /** The reference of these settings in Markdown. */
  static String describe() {
    StringBuilder text = new StringBuilder();
    text.append("# Kafka's settings\n\n");
    text.append(
        "The settings of Kafka that `./bongsu site` changes, by pace (`--pace fast` or `steady`). ");
    text.append("Generated from `Tuning`;\nset the same in a cluster of your own. ");
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
    text.append("\nDurability does not depend on the pace: three replicas, ");
    text.append("`min.insync.replicas=2`, `acks=all`,\nidempotent producers, ");
    text.append("`unclean.leader.election.enable=false`.\n");
    text.append(PROTECTION);
    return text.toString();
  }
}
