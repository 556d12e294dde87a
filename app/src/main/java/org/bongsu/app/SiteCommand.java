package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bongsu.cluster.SitePlan;
import org.bongsu.cluster.SiteTiming;
import org.bongsu.cluster.checkpoint.Rebuild;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.cluster.keys.SiteRole;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.log.LogUnavailable;
import org.bongsu.node.FilePermissions;
import org.bongsu.node.Node;
import org.bongsu.node.NodeSettings;
import org.bongsu.settings.Configuration;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one site of several until it is stopped. */
@Command(
    name = "site",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one site of a deployment of several: a node, and its Kafka broker and controller.",
      "Everything is kept in DIR/NAME. All sites need the same --peers, --server-name and"
          + " deployment secret."
    })
final class SiteCommand implements Callable<Integer> {
  /** Exit status when it ends by itself because it must be rebuilt. */
  private static final int TO_BE_REBUILT = 3;

  /** In hexadecimal digits: 80 bits. */
  private static final int TOKEN_LETTERS = 20;

  private static final Duration STOP_MAX = Duration.ofSeconds(40);

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "This site's name.")
  String name = "";

  @Option(
      names = "--peers",
      paramLabel = PeerList.FORM,
      required = true,
      description =
          "All sites, including this one. Default ports are 8008, 9092, 9093 "
              + "and 9094; the last three are for the other sites. URL is the address "
              + "for clients, if it is not HOST and HTTP.")
  String peersText = "";

  @Mixin SiteConnections connections = new SiteConnections();

  @Option(
      names = "--deployment-secret",
      paramLabel = "FILE",
      description =
          "The secret that all sites share, 32 characters or more. Default: DIR/deployment-secret.")
  @Nullable Path secretFile;

  @Option(
      names = "--pace",
      paramLabel = "fast|steady",
      defaultValue = "fast",
      description =
          "How soon a lost site is noticed: fast for reserved CPU, steady for shared machines"
              + " (default: ${DEFAULT-VALUE}).")
  String paceText = "fast";

  @Option(
      names = "--flush-millis",
      paramLabel = "N",
      description =
          "The site's broker forces entries to the disk after N milliseconds at most; 0: before they"
              + " are acknowledged. Without this option the operating system decides when: what is"
              + " acknowledged is then in the memory of two sites' machines, and lost only if both"
              + " lose their power before they have written it (about 30 seconds).")
  @Nullable Long flushMillis;

  @Option(
      names = "--with-parent",
      hidden = true,
      description = "Stops when its standard input ends, as it does when the parent process ends.")
  boolean withParent;

  private final SettingOptions options;
  private final Language language = Language.here();
  private final PrintStream out = Language.out();

  private SiteCommand(SettingOptions options) {
    this.options = options;
  }

  /** The command with an option for each setting. */
  static CommandLine line() {
    return SettingOptions.line(SiteCommand::new);
  }

  @Override
  public Integer call() throws Exception {
    PeerList peers = PeerList.parse(peersText);
    PeerList.Peer own = peers.named(name);
    Path everything = options.node().data();
    Path shared = secretFile != null ? secretFile : everything.resolve("deployment-secret");
    DeploymentSecret secret = DeploymentSecret.read(shared);
    FilePermissions.warnIfReadable(shared);
    Configuration configuration = config(own, everything.resolve(name), secret);
    NodeSettings config = configuration.get(NodeSettings.class);
    Pace pace = pace();
    Optional<SiteEngineFactory.Files> keyFiles = connections.keys(peers, own, config.data());
    Optional<SiteKeys> keys = keyFiles.map(SiteEngineFactory.Files::keys);
    if (keys.isPresent()) {
      warnOfExpiry(keys.get());
      for (SiteRole role : SiteRole.values()) {
        FilePermissions.warnIfReadable(keys.get().keyFile(role));
      }
    }
    Stopping stopping = new Stopping();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stopping::stop));
    if (withParent) {
      Thread.ofPlatform().daemon().name("parent-watch").start(SiteCommand::endWithParent);
    }
    KafkaEngine engine = engine(peers, secret, keyFiles, config, pace);
    stopping.afterwards(engine);
    while (true) {
      say("Site " + name + " waits for Kafka", name + " 사이트가 Kafka를 기다립니다");
      engine.awaitTopics();
      Node node =
          Node.startSite(configuration, AllFeatures.LIST, plan(peers, secret, keys, pace, engine));
      stopping.before(node);
      switch (run(node, own)) {
        case Node.Ending.Quarantined(String why) -> {
          Rebuild.want(config.data(), why);
          say(
              "Site %s ends, to be rebuilt by its next start: %s".formatted(name, why),
              "%s 사이트가 끝납니다. 다음 시작 때 다시 만들어집니다: %s".formatted(name, why));
          return TO_BE_REBUILT;
        }
        case Node.Ending.NewLog next -> {
          say("Site " + name + " continues with a new log", name + " 사이트가 새 로그로 이어 갑니다");
          stopping.closeNode();
        }
      }
    }
  }

  /** Serves until the site has to be started again. */
  private Node.Ending run(Node node, PeerList.Peer own) throws InterruptedException {
    say("Site " + name + " joins", name + " 사이트가 합류합니다");
    if (node.awaitReady()) {
      say(
          "Site %s serves %s at %s".formatted(name, node.config().serverName(), own.url()),
          "%s 사이트가 %s 서버를 %s 에서 엽니다".formatted(name, node.config().serverName(), own.url()));
      invite(node);
    }
    return node.awaitEnding();
  }

  private void warnOfExpiry(SiteKeys keys) {
    if (keys.isRenewalDue()) {
      String end = keys.expires().toString();
      say(
          "The certificates of " + name + " expire at " + end + ": bongsu keys renew",
          name + " 인증서가 " + end + " 에 만료됩니다: bongsu keys renew");
    }
  }

  private SitePlan plan(
      PeerList peers,
      DeploymentSecret secret,
      Optional<SiteKeys> keys,
      Pace pace,
      KafkaEngine engine) {
    PeerList.Peer own = peers.named(name);
    return new SitePlan(
        name,
        peers.addresses(),
        new InetSocketAddress(own.host(), own.node()),
        peers.othersThan(name, keys.isPresent() ? "https" : "http"),
        secret.forPurpose("sites"),
        keys,
        pace == Pace.FAST ? SiteTiming.FAST : SiteTiming.STEADY,
        engine);
  }

  private void invite(Node node) {
    try {
      node.firstInvitation()
          .ifPresent(link ->
              say(
                  "Sign up: for everybody who has this link: " + link,
                  "가입: 이 링크를 받은 사람은 누구나 가입할 수 있습니다: " + link));
    } catch (LogUnavailable | StoreUnavailable e) {
      say("No link to sign up now: " + e.getMessage(), "지금은 가입 링크가 없습니다: " + e.getMessage());
    }
  }

  private KafkaEngine engine(
      PeerList peers,
      DeploymentSecret secret,
      Optional<SiteEngineFactory.Files> keys,
      NodeSettings config,
      Pace pace)
      throws IOException {
    String others = connections.kafka;
    if (others != null) {
      Security security = connections.ofOthersBrokers(others);
      return KafkaEngine.over(others, security, name, pace, config.shards());
    }
    if (flushMillis != null && flushMillis < 0) {
      throw new IllegalArgumentException("--flush-millis is 0 or more");
    }
    return KafkaEngine.withBroker(
        peers,
        name,
        secret,
        keys.map(SiteEngineFactory.Files::security),
        config.data().resolve("broker"),
        pace,
        Optional.ofNullable(flushMillis).map(Duration::ofMillis),
        config.shards());
  }

  private Configuration config(PeerList.Peer own, Path data, DeploymentSecret secret)
      throws IOException {
    String token = secret.forPurpose("first registration token").substring(0, TOKEN_LETTERS);
    return options
        .config()
        .with("data", data.toString())
        .with("first-registration-token", token)
        .withDefault("host", own.host())
        .withDefault("port", Integer.toString(own.port()))
        .withDefault("registration-secret", secret.forPurpose("registration"));
  }

  private Pace pace() {
    try {
      return Pace.valueOf(paceText.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--pace fast or steady", e);
    }
  }

  private void say(String english, String korean) {
    out.println(language.say(english, korean));
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException gone) {
      // The same as the end of the input.
    }
    System.exit(0);
  }

  /** Closes what was opened, in reverse order, when the process is stopped. */
  private final class Stopping {
    private @Nullable Node node;
    private @Nullable KafkaEngine engine;

    synchronized void before(Node one) {
      node = one;
    }

    synchronized void afterwards(KafkaEngine one) {
      engine = one;
    }

    synchronized void closeNode() {
      if (node != null) {
        node.close();
        node = null;
      }
    }

    private synchronized void close() {
      closeNode();
      if (engine != null) {
        engine.close();
      }
    }

    /** Within a time limit, so that the process always ends. */
    void stop() {
      Thread closing = Thread.ofPlatform().daemon().start(this::close);
      try {
        if (closing.join(STOP_MAX)) {
          say("Site " + name + " has stopped.", name + " 사이트가 멈췄습니다.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
