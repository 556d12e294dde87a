package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reports whether the other sites can carry the load when one is lost. */
@Command(
    name = "capacity",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the load of all sites, and reports whether the others can carry it if one is lost.",
      "Run it at the busiest hour and from a private network, which may "
          + "read the sites' metrics. Sites on one machine, as with bongsu up, "
          + "share processors that are counted for each.",
      "The exit status is 0 only if they can."
    })
final class CapacityCommand implements Callable<Integer> {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  @Option(
      names = "--sites",
      paramLabel = "URL,...",
      required = true,
      split = ",",
      description = "The addresses of all sites, without a proxy in front of them.")
  List<URI> sites = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  int seconds = 30;

  @Option(
      names = "--most",
      paramLabel = "PERCENT",
      defaultValue = "70",
      description = "Highest allowed utilisation of the others (default: ${DEFAULT-VALUE}).")
  int most = 70;

  private final Language language = Language.here();
  private final PrintStream out = Language.out();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();

  /** A site's metrics, and when they were read. */
  private record Reading(String name, int cpus, double cpuSeconds, long nanos) {}

  @Override
  public Integer call() throws Exception {
    if (sites.size() < 2 || seconds < 1) {
      throw new IllegalArgumentException("--sites names two or more, --seconds is 1 or more");
    }
    List<Reading> before = readAll();
    Thread.sleep(Duration.ofSeconds(seconds));
    List<Reading> after = readAll();
    List<Capacity.Load> loads = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      loads.add(between(before.get(i), after.get(i)));
    }
    return report(new Capacity(loads)) ? 0 : 1;
  }

  private boolean report(Capacity capacity) {
    for (Capacity.Load site : capacity.sites()) {
      say(
          "%s: %.2f of %d processors busy".formatted(site.name(), site.busy(), site.cpus()),
          "%s: 프로세서 %d개 중 %.2f개 사용".formatted(site.name(), site.cpus(), site.busy()));
    }
    String lost = capacity.worst().name();
    long percent = Math.round(100 * capacity.without(capacity.worst()));
    boolean carries = capacity.carriesAll(most / 100.0);
    say(
        "Without %s the others would be %d %% busy: %s"
            .formatted(lost, percent, carries ? "they can carry the load" : "that is too much"),
        "%s 없이 나머지 사이트의 사용률은 %d %%: %s"
            .formatted(lost, percent, carries ? "모두 감당합니다" : "감당하기 어렵습니다"));
    return carries;
  }

  private List<Reading> readAll() throws IOException, InterruptedException {
    List<Reading> readings = new ArrayList<>();
    for (URI site : sites) {
      HttpRequest request =
          HttpRequest.newBuilder(site.resolve("/_bongsu/metrics")).timeout(ANSWER_WITHIN).build();
      HttpResponse<String> response;
      try {
        response = http.send(request, HttpResponse.BodyHandlers.ofString());
      } catch (IOException e) {
        throw new IOException(site + " does not answer: measure while all sites live", e);
      }
      if (response.statusCode() == 403) {
        throw new IOException(site + " shows metrics only to the networks in its metrics-from");
      }
      if (response.statusCode() != 200) {
        throw new IOException(site + " answers with status " + response.statusCode());
      }
      readings.add(read(site.getAuthority(), response.body(), System.nanoTime()));
    }
    return readings;
  }

  private static Reading read(String name, String metrics, long nanos) throws IOException {
    int cpus = (int) sum(metrics, "bongsu_cpus");
    if (cpus == 0) {
      throw new IOException(name + " is an older Bongsu, which does not say how busy it is");
    }
    return new Reading(name, cpus, sum(metrics, "bongsu_cpu_seconds_total"), nanos);
  }

  /** The sum of a metric over its labels. */
  private static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** A site whose process was restarted meanwhile has used at least its current total. */
  private static Capacity.Load between(Reading before, Reading after) {
    double used = after.cpuSeconds - before.cpuSeconds;
    double wall = (after.nanos - before.nanos) / 1e9;
    return new Capacity.Load(after.name, after.cpus, (used < 0 ? after.cpuSeconds : used) / wall);
  }

  private void say(String english, String korean) {
    out.println(language.say(english, korean));
  }
}
