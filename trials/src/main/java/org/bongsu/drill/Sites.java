package org.bongsu.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bongsu.client.Http;
import org.bongsu.launch.Disk;

/** The three sites of a drill, with their network, disks and clocks. */
final class Sites implements AutoCloseable {
  static final List<String> NAMES = List.of("a", "b", "c");

  /** Size of each site's disk if it will be filled up. */
  private static final int DISK_MIB = 1024;

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final Network network;
  private final Http http;
  private Path data;
  private volatile List<Site> all = List.of();
  private final Map<Site, Disk> disks = new HashMap<>();
  private final Map<Site, Clock> clocks = new HashMap<>();
  private boolean closed;

  /** Starts them and returns at once. */
  Sites(Network network, Surroundings surroundings, AllowedFaults allowed, Http http)
      throws IOException, InterruptedException {
    this.network = network;
    this.data = surroundings.data();
    this.http = http;
    start(surroundings, allowed);
  }

  private void start(Surroundings surroundings, AllowedFaults allowed)
      throws IOException, InterruptedException {
    List<Site> started = new ArrayList<>();
    for (Place place : network.places()) {
      List<String> arguments = new ArrayList<>(surroundings.arguments(place, network.places()));
      arguments.addAll(network.arguments());
      started.add(start(place, arguments, allowed));
    }
    all = List.copyOf(started);
  }

  private Site start(Place place, List<String> arguments, AllowedFaults allowed)
      throws IOException, InterruptedException {
    List<String> through = new ArrayList<>(network.through(place));
    Clock clock = null;
    if (allowed.needs(Fault.Needs.CLOCK)) {
      clock = new Clock(AllowedFaults.clock().orElseThrow(), data.resolve(place.name() + ".clock"));
      through.addAll(clock.through());
    }
    Disk disk =
        allowed.needs(Fault.Needs.DISK)
            ? Disk.inMemory(Files.createDirectories(data.resolve(place.name())), DISK_MIB)
            : null;
    Site site = new Site(place, through, arguments, data, http);
    if (clock != null) {
      clocks.put(site, clock);
    }
    if (disk != null) {
      disks.put(site, disk);
    }
    return site;
  }

  List<Site> all() {
    return all;
  }

  /**
   * SIGKILL of all nodes and brokers at once; then everything of them is deleted, keys and secret
   * included, except their output.
   */
  void burn() throws IOException, InterruptedException {
    List<Thread> kills = all.stream().map(site -> Thread.startVirtualThread(site::kill)).toList();
    for (Thread kill : kills) {
      kill.join();
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(data)) {
      files = list.toList();
    }
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        Site.deleteAllIn(file);
      } else if (!file.toString().endsWith(Site.OUTPUT)) {
        Files.delete(file); // the deployment's secret
      }
    }
  }

  /**
   * Starts the sites of another deployment at the same places, after all of this one have ended;
   * returns at once. They can be killed, but have neither disks nor clocks of their own.
   */
  void startRestored(Surroundings restored) throws IOException, InterruptedException {
    data = restored.data();
    start(restored, AllowedFaults.of(List.of()));
  }

  Network network() {
    return network;
  }

  Disk disk(Site site) {
    return Objects.requireNonNull(disks.get(site));
  }

  Clock clock(Site site) {
    return Objects.requireNonNull(clocks.get(site));
  }

  /** The names of those that serve now. */
  String serving() throws InterruptedException {
    StringBuilder serving = new StringBuilder();
    for (Site site : all) {
      serving.append(site.isReady() ? site.name() : "-").append(' ');
    }
    return serving.toString().strip();
  }

  /** Returns when all serve. */
  void awaitReady() throws IOException, InterruptedException {
    for (Site site : all) {
      if (!site.awaitReady(READY_WITHIN)) {
        throw new IOException(
            "site %s does not serve; it said: %s"
                .formatted(site.name(), Files.readString(site.output())));
      }
    }
  }

  /** May be called twice, by two threads. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    all.forEach(Site::close);
    all.forEach(Site::awaitEnd);
    disks.values().forEach(Disk::close);
    network.close();
  }
}
