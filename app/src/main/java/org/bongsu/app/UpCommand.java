package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bongsu.client.Http;
import org.bongsu.client.Readiness;
import org.bongsu.launch.SiteProcess;
import org.bongsu.node.AdminClient;
import org.bongsu.node.AdminSocket;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs several sites on this machine, to try them out. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Runs several sites on this machine, each with its node and broker, "
          + "and prints their addresses.",
      "A site that is killed is started again; if its directory was "
          + "deleted, it is rebuilt from the others."
    })
final class UpCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 500;
  private static final long RESTART_AFTER_MILLIS = 2_000;

  /** Interval at which certificates are renewed if that is due. */
  private static final Duration RENEW_EVERY = Duration.ofHours(1);

  /**
   * Nodes end within this time; then their brokers are killed. They cannot hand over to each other
   * when all stop, and Kafka recovers from its files at the next start.
   */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

  private static final int PORTS_EACH = 10;
  private static final String KEYS = "keys";

  @Option(
      names = "--sites",
      paramLabel = "N",
      defaultValue = "3",
      description = "Number of sites (default: ${DEFAULT-VALUE}).")
  int count = 3;

  @Option(
      names = "--ports",
      paramLabel = "BASE",
      description =
          "Uses 127.0.0.1 with ports from BASE on, ten for each site. Otherwise each site has its own"
              + " address, 127.0.0.1, 127.0.0.2 and so "
              + "on, if the machine has them.")
  @Nullable Integer base;

  @Option(
      names = "--pace",
      paramLabel = "fast|steady",
      defaultValue = "steady",
      description = "As for bongsu site (default: ${DEFAULT-VALUE}).")
  String pace = "steady";

  private final SettingOptions options;
  private final Language language = Language.here();
  private final PrintStream out = Language.out();
  private final Http http = new Http();
  private final Map<String, SiteProcess> running = new LinkedHashMap<>();
  private volatile boolean stopping;

  private UpCommand(SettingOptions options) {
    this.options = options;
  }

  /** The command with an option for each setting, except those that differ between sites. */
  static CommandLine line() {
    List<String> perSite = List.of("host", "port");
    return SettingOptions.line(name -> !perSite.contains(name), UpCommand::new);
  }

  @Override
  public Integer call() throws Exception {
    Path data = Files.createDirectories(options.node().data());
    DeploymentSecret.makeIfMissing(data.resolve("deployment-secret"));
    PeerList peers = peers();
    KeysCommand.makeIfDue(data.resolve(KEYS), peers.names());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::stopAll));
    for (PeerList.Peer peer : peers.all()) {
      start(peers, peer, data);
    }
    say(
        "%d sites start; their output is in %s/NAME.log".formatted(count, data),
        "사이트 %d개를 시작합니다. 각 사이트의 출력: %s/NAME.log".formatted(count, data));
    watch(peers, data);
    return 0;
  }

  private PeerList peers() {
    List<PeerList.Peer> peers = new ArrayList<>();
    boolean addresses = base == null && hasAddresses();
    int first = base == null ? PeerList.HTTP_PORT : base;
    List<String> names = names(count);
    for (int i = 0; i < count; i++) {
      String host = addresses ? "127.0.0." + (i + 1) : "127.0.0.1";
      int port = addresses ? PeerList.HTTP_PORT : first + PORTS_EACH * i;
      int broker = addresses ? PeerList.BROKER_PORT : port + 1;
      int controller = addresses ? PeerList.CONTROLLER_PORT : port + 2;
      int node = addresses ? PeerList.NODE_PORT : port + 3;
      String url = "http://" + host + ":" + port;
      peers.add(new PeerList.Peer(names.get(i), host, port, broker, controller, node, url));
    }
    return new PeerList(peers);
  }

  /** How the sites are named: a, b, c and so on. */
  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> Character.toString('a' + i)).toList();
  }

  private boolean hasAddresses() {
    try (ServerSocket last = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0." + count))) {
      return last.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private void start(PeerList peers, PeerList.Peer peer, Path data) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--name", peer.name(), "--peers", peers.text(), "--pace", pace));
    arguments.addAll(options.arguments());
    Path secret = data.resolve("deployment-secret").toAbsolutePath();
    arguments.addAll(List.of("--deployment-secret", secret.toString()));
    Path keys = data.resolve(KEYS).resolve(peer.name()).toAbsolutePath();
    arguments.addAll(List.of("--keys", keys.toString()));
    synchronized (running) {
      if (!stopping) {
        Path output = data.resolve(peer.name() + ".log");
        running.put(peer.name(), SiteProcess.start(arguments, output));
      }
    }
  }

  /** Restarts sites that end, until this process is stopped. */
  private void watch(PeerList peers, Path data) throws InterruptedException, IOException {
    boolean announced = false;
    long renewed = System.nanoTime();
    while (!stopping) {
      Thread.sleep(LOOK_MILLIS);
      if (System.nanoTime() - renewed > RENEW_EVERY.toNanos()) {
        KeysCommand.makeIfDue(data.resolve(KEYS), peers.names());
        renewed = System.nanoTime();
      }
      for (PeerList.Peer peer : peers.all()) {
        SiteProcess process = running.get(peer.name());
        if (!stopping && process != null && !process.isAlive()) {
          say(
              "Site " + peer.name() + " has ended and is started again",
              peer.name() + " 사이트가 끝나서 다시 시작합니다");
          Thread.sleep(RESTART_AFTER_MILLIS);
          start(peers, peer, data);
        }
      }
      if (!announced && areReady(peers)) {
        announce(peers, data);
        announced = true;
      }
    }
  }

  private boolean areReady(PeerList peers) throws InterruptedException {
    for (PeerList.Peer peer : peers.all()) {
      if (!new Readiness(http, URI.create(peer.url())).isReady()) {
        return false;
      }
    }
    return true;
  }

  private void announce(PeerList peers, Path data) throws IOException {
    for (PeerList.Peer peer : peers.all()) {
      say(
          "Site %s serves at %s".formatted(peer.name(), peer.url()),
          "%s 사이트: %s".formatted(peer.name(), peer.url()));
    }
    firstInvitation(peers.all().getFirst(), data)
        .ifPresent(link ->
            say(
                "Sign up, for everybody who has this link: " + link,
                "가입(이 링크를 받은 사람은 누구나): " + link));
    say(
        "Clients use any of these addresses. Ctrl-C stops all.",
        "클라이언트는 어느 주소든 쓸 수 있습니다. Ctrl-C를 누르면 모두 멈춥니다.");
  }

  /** See {@link org.bongsu.node.Node#firstInvitation}; a site is asked for it. */
  private Optional<String> firstInvitation(PeerList.Peer peer, Path data) throws IOException {
    String publicUrl = options.node().publicUrl();
    String at = publicUrl.isEmpty() ? peer.url() : publicUrl;
    try {
      return AdminSocket.ask(data.resolve(peer.name()), AdminClient.question("first-token"))
          .map(answer -> answer.path("result").path("token").asString(""))
          .filter(token -> !token.isEmpty())
          .map(token -> at + "/?invite=" + token);
    } catch (IOException gone) {
      return Optional.empty(); // it has just ended; its output has the link, too
    }
  }

  private void stopAll() {
    synchronized (running) {
      stopping = true;
      running.values().forEach(SiteProcess::stop);
      long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
      running.values().forEach(site -> site.awaitUntil(deadline));
    }
    say("All sites have stopped.", "모든 사이트가 멈췄습니다.");
  }

  private void say(String english, String korean) {
    out.println(language.say(english, korean));
  }
}
