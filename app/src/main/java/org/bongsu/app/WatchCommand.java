package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.bongsu.watch.StatusView.About;
import org.bongsu.watch.Text;
import org.bongsu.watch.WatchOptions;
import org.bongsu.watch.WatchOptions.Listen;
import org.bongsu.watch.WatchServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The status watcher. */
@Command(
    name = "watch",
    subcommands = SayCommand.class,
    mixinStandardHelpOptions = true,
    description = {
      "Probes a deployment from outside, every five seconds and as a person would, and publishes a status"
          + " page. Run it on machines outside of all sites: three of them agree on what works, and need"
          + " nothing of what they watch. See docs/operations.md.",
      "Options can also be read from a file: bongsu watch @FILE."
    })
final class WatchCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "w1",
      description = "The name of this watcher; each has its own (default: ${DEFAULT-VALUE}).")
  String name = "w1";

  @Option(
      names = "--sites",
      paramLabel = "NAME=URL,...",
      split = ",",
      description = "The base URL of each site, by the name that people see.")
  Map<String, URI> sites = new LinkedHashMap<>();

  @Option(
      names = "--user",
      paramLabel = "ID",
      description =
          "The account that the probes use, such as @watch:example.org; made by bongsu user add."
              + " Watchers may share it.")
  String user = "";

  @Option(names = "--password-file", paramLabel = "FILE", description = "Its password.")
  @Nullable Path passwordFile;

  @Option(
      names = "--peers",
      paramLabel = "URL,...",
      split = ",",
      description = "The base URLs of the other watchers.")
  List<URI> peers = List.of();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "The secret that all watchers share; required with --peers.")
  @Nullable Path secretFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "watch",
      description = "Where the records are kept (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("watch");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen at (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Serve the page, and answer the other watchers, at this port.")
  @Nullable Integer port;

  @Option(
      names = "--out",
      paramLabel = "DIR|s3://...,...",
      split = ",",
      description = "Write the page to these directories and buckets.")
  List<String> out = List.of();

  @Option(
      names = "--webhooks",
      paramLabel = "URL,...",
      split = ",",
      description = "Tell these addresses of each line of an incident, by POST with JSON.")
  List<URI> webhooks = List.of();

  @Option(
      names = "--operator-password-file",
      paramLabel = "FILE",
      description = "The password of the page on which the operator writes.")
  @Nullable Path operatorPasswordFile;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "봉수",
      description = "The name of the service in Korean (default: ${DEFAULT-VALUE}).")
  String title = "봉수";

  @Option(
      names = "--title-en",
      paramLabel = "TEXT",
      defaultValue = "Bongsu",
      description = "The same in English (default: ${DEFAULT-VALUE}).")
  String titleEn = "Bongsu";

  @Option(
      names = "--contact",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "How to reach the operator: telephone, mail or web address.")
  String contact = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "Asia/Seoul",
      description = "The time zone of the page (default: ${DEFAULT-VALUE}).")
  String zone = "Asia/Seoul";

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "",
      description = "Where the page is, for feeds and mails.")
  String url = "";

  private final Language language = Language.here();
  private final PrintStream output = Language.out();

  @Override
  public Integer call() throws IOException, InterruptedException {
    WatchServer server = WatchServer.start(options());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
    output.println(
        language.say(
            "Watcher %s watches %s".formatted(name, String.join(", ", sites.keySet())),
            "관찰자 %s: %s 감시를 시작합니다".formatted(name, String.join(", ", sites.keySet()))));
    ended.await();
    return 0;
  }

  private WatchOptions options() throws IOException {
    return new WatchOptions(
        name,
        sites,
        user,
        secret(passwordFile)
            .orElseThrow(() -> new IllegalArgumentException("--password-file is missing")),
        peers,
        secret(secretFile),
        data,
        port == null ? Optional.empty() : Optional.of(new Listen(host, port)),
        out,
        webhooks,
        secret(operatorPasswordFile),
        new About(new Text(title, titleEn), contact, zone(), url));
  }

  private static Optional<String> secret(@Nullable Path file) throws IOException {
    return file == null ? Optional.empty() : Optional.of(Files.readString(file).strip());
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("--zone is no time zone such as Asia/Seoul: " + zone, e);
    }
  }
}
