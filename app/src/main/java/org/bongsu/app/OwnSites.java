package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bongsu.drill.Place;
import org.bongsu.drill.Surroundings;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Quorum;
import org.bongsu.kafka.Security;

/**
 * Starts three sites on this machine for a trial: like {@code bongsu up}, with keys, but without
 * rate limits.
 *
 * @param pace as for {@code bongsu site}
 * @param data of all sites
 * @param backup if there is one
 */
record OwnSites(String pace, Path data, Optional<OwnBackup> backup) implements Surroundings {
  /** Without a backup. */
  OwnSites(String pace, Path data) {
    this(pace, data, Optional.empty());
  }

  @Override
  public List<String> arguments(Place site, List<Place> places) throws IOException {
    PeerList peers = peers(places);
    DeploymentSecret.makeIfMissing(secret());
    KeysCommand.makeIfDue(keys(), peers.names());
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--peers", peers.text(), "--data", data.toString()));
    arguments.addAll(List.of("--deployment-secret", secret().toString()));
    arguments.addAll(List.of("--keys", keys().resolve(site.name()).toString()));
    arguments.addAll(List.of("--pace", pace, "--registration", "open", "--limited", "false"));
    arguments.addAll(List.of("--password-memory", "64"));
    backup.ifPresent(there -> arguments.addAll(there.arguments()));
    return arguments;
  }

  private Path keys() {
    return data.resolve("keys");
  }

  @Override
  public Optional<String> controllerSite(List<Place> places) throws InterruptedException {
    PeerList peers = peers(places);
    try (Quorum quorum = new Quorum(cluster(places))) {
      OptionalInt active = quorum.activeController();
      return peers.names().stream()
          .filter(name -> active.isPresent() && peers.voter(name).id() == active.getAsInt())
          .findFirst();
    }
  }

  @Override
  public void recover(List<Place> places) throws IOException {
    PeerList peers = peers(places);
    String first = peers.names().getFirst();
    int status =
        RecoverCommand.line()
            .execute(
                "--name",
                first,
                "--peers",
                peers.text(),
                "--data",
                data.toString(),
                "--keys",
                keys().resolve(first).toString(),
                "--yes");
    if (status != 0) {
      throw new IOException("bongsu recover ended with status " + status);
    }
  }

  @Override
  public boolean restore(boolean withoutLedger) throws IOException {
    return backup.orElseThrow().restore(restored(), withoutLedger);
  }

  @Override
  public Surroundings grow(List<Place> places) throws IOException {
    Path grown = data.resolveSibling(data.getFileName() + "-grown");
    String names = String.join(",", peers(places).names());
    int status =
        GrowCommand.line()
            .execute("--data", restored().toString(), "--sites", names, "--out", grown.toString());
    if (status != 0) {
      throw new IOException("bongsu grow ended with status " + status);
    }
    return new OwnSites(pace, grown, backup);
  }

  private Path restored() {
    return data.resolveSibling(data.getFileName() + "-restored");
  }

  @Override
  public void loseLedger() throws IOException {
    backup.orElseThrow().loseLedger();
  }

  /** Their brokers, for a client that may do everything: with the first site's broker keys. */
  Cluster cluster(List<Place> places) {
    PeerList peers = peers(places);
    String first = peers.names().getFirst();
    Security security =
        new SiteEngineFactory.Files(
                keys().resolve(first), data.resolve("no-crl"), first, peers.names())
            .security()
            .asBroker();
    return new Cluster(peers.brokers(), "trial", Pace.STEADY, security);
  }

  /** The secret for making accounts. */
  String registrationSecret() throws IOException {
    return DeploymentSecret.read(secret()).forPurpose("registration");
  }

  private Path secret() {
    return data.resolve("deployment-secret");
  }

  private static PeerList peers(List<Place> places) {
    return new PeerList(
        places.stream()
            .map(place ->
                new PeerList.Peer(
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
