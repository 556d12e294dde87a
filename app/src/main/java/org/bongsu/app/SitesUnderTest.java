package org.bongsu.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bongsu.bench.BenchFailed;
import org.bongsu.bench.Carrier;
import org.bongsu.bench.ServerUnderTest;
import org.bongsu.client.Http;
import org.bongsu.client.Readiness;
import org.bongsu.drill.Place;
import org.bongsu.launch.SiteProcess;

/** Three sites on this machine for a bench; the load is spread evenly over them. */
final class SitesUnderTest implements ServerUnderTest {
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final List<Place> places;
  private final List<SiteProcess> processes;
  private final OwnSites sites;
  private final String secret;

  private SitesUnderTest(
      List<Place> places, List<SiteProcess> processes, OwnSites sites, String secret) {
    this.places = places;
    this.processes = processes;
    this.sites = sites;
    this.secret = secret;
  }

  /**
   * Starts them; returns when all serve.
   *
   * @param data a directory for all their data
   * @throws BenchFailed if they do not
   */
  static SitesUnderTest launch(Path data) {
    List<Place> places = Place.threeOnThisMachine();
    OwnSites sites = new OwnSites("steady", data);
    List<SiteProcess> processes = new ArrayList<>();
    try (Http http = new Http()) {
      for (Place place : places) {
        List<String> arguments = new ArrayList<>(List.of("--name", place.name()));
        arguments.addAll(sites.arguments(place, places));
        processes.add(SiteProcess.start(arguments, data.resolve(place.name() + ".log")));
      }
      for (Place place : places) {
        requireReady(http, place);
      }
      return new SitesUnderTest(places, processes, sites, sites.registrationSecret());
    } catch (IOException | RuntimeException e) {
      processes.forEach(SiteProcess::kill);
      throw new BenchFailed("three sites cannot be started: " + e.getMessage(), e);
    }
  }

  private static void requireReady(Http http, Place place) {
    try {
      if (!new Readiness(http, place.url()).await(READY_WITHIN, () -> {})) {
        throw new BenchFailed("site %s does not serve".formatted(place.name()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
  }

  @Override
  public URI url() {
    return places.getFirst().url();
  }

  @Override
  public List<URI> urls() {
    return places.stream().map(Place::url).toList();
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.empty(); // six of them
  }

  @Override
  public String sharedSecret() {
    return secret;
  }

  @Override
  public Optional<Path> data() {
    return Optional.empty();
  }

  @Override
  public Optional<Carrier> carrier() {
    return Optional.of(new ProducerTest(sites.cluster(places)));
  }

  @Override
  public void close() {
    processes.forEach(SiteProcess::stop);
    processes.forEach(SiteProcess::await);
  }
}
