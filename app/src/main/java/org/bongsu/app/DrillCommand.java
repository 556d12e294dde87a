package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.drill.Drill;
import org.bongsu.drill.DrillOptions;
import org.bongsu.drill.Fault;
import org.bongsu.drill.Place;
import org.bongsu.drill.Surroundings;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Quorum;
import org.bongsu.kafka.Security;
import org.bongsu.kafka.broker.BrokerPlan;
import org.bongsu.site.keys.SiteKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The fire drill. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description = {
      "Starts three sites of its own, drives them with real clients, kills, freezes, cuts off and"
          + " burns them, and judges by what the clients saw.",
      "Ends with status 0 only where the verdict is pass: nothing acknowledged is lost, doubled,"
          + " reordered or damaged, nothing that was taken back is shown, and all sites agree."
    })
final class DrillCommand implements Callable<Integer> {
  @Option(
      names = "--faults",
      paramLabel = "FAULT,...|all",
      split = ",",
      defaultValue = "kill-site,kill-node,kill-broker,freeze-site,burn",
      description =
          "Kinds that take turns (default: ${DEFAULT-VALUE}). There are kill-node, kill-broker,"
              + " kill-site, freeze-node, freeze-broker, freeze-site, burn, burn-twice, two-sites,"
              + " rolling-restart, cut, cut-one-way, slow-link, disk-full and clock-jump; what this"
              + " machine does not allow is left out.")
  List<String> faults = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many faults in all. Usual: each kind once.")
  @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "From one fault to the next at least; a fault lasts a quarter of it"
              + " (default: ${DEFAULT-VALUE}).")
  int seconds = 20;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Messages a second in all, at most (default: ${DEFAULT-VALUE}).")
  int rate = 100;

  @Option(
      names = "--pace",
      paramLabel = "fast|steady",
      defaultValue = "fast",
      description = "Of the sites, as of bongsu site (default: ${DEFAULT-VALUE}).")
  String pace = "fast";

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of the moments and of what people do (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  @Nullable Path json;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a report as HTML.")
  @Nullable Path report;

  @Override
  public Integer call() throws Exception {
    DrillOptions options =
        DrillOptions.of(
            Fault.named(faults),
            Optional.ofNullable(rounds),
            seconds,
            rate,
            seed,
            new DrillOptions.Output(Optional.ofNullable(json), Optional.ofNullable(report)));
    Path directory = Files.createTempDirectory("bongsu-drill");
    if (Drill.run(options, new OwnSites(pace, directory), directory, System.out)) {
      Directories.delete(directory);
      return 0;
    }
    System.out.println("Everything is left in " + directory);
    return 1;
  }

  /**
   * How the sites of a drill are started: as {@code bongsu up} starts them, with keys.
   *
   * @param pace as of {@code bongsu site}
   * @param data of all sites
   */
  record OwnSites(String pace, Path data) implements Surroundings {
    @Override
    public List<String> arguments(Place site, List<Place> places) throws IOException {
      Peers peers = peers(places);
      Path secret = data.resolve("deployment-secret");
      DeploymentSecret.makeWhereMissing(secret);
      KeysCommand.makeWhereMissing(keys(), peers.names());
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("--peers", peers.text(), "--data", data.toString()));
      arguments.addAll(List.of("--deployment-secret", secret.toString()));
      arguments.addAll(List.of("--keys", keys().resolve(site.name()).toString()));
      arguments.addAll(List.of("--pace", pace, "--registration", "open", "--limited", "false"));
      arguments.addAll(List.of("--password-memory", "64"));
      return arguments;
    }

    private Path keys() {
      return data.resolve("keys");
    }

    @Override
    public Optional<String> controllerSite(List<Place> places) throws InterruptedException {
      Peers peers = peers(places);
      String first = peers.names().getFirst();
      SiteKeys own =
          SiteKeys.read(keys().resolve(first), first, Set.copyOf(peers.names()), Instant.now());
      Security security = SiteConnections.ofOwnBroker(Optional.of(own), peers).orElseThrow();
      String brokers =
          String.join(",", peers.voters().stream().map(BrokerPlan.Voter::address).toList());
      try (Quorum quorum = new Quorum(new Cluster(brokers, "drill", Pace.STEADY, security))) {
        OptionalInt active = quorum.activeController();
        return peers.names().stream()
            .filter(name -> active.isPresent() && peers.voter(name).id() == active.getAsInt())
            .findFirst();
      }
    }

    private static Peers peers(List<Place> places) {
      return new Peers(
          places.stream()
              .map(place ->
                  new Peers.Peer(
                      place.name(),
                      place.host(),
                      place.port(),
                      place.broker(),
                      place.controller(),
                      place.node(),
                      place.url().toString()))
              .toList());
    }
  }
}
