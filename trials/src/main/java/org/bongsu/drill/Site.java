package org.bongsu.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.client.Http;
import org.bongsu.client.Readiness;
import org.bongsu.launch.SiteProcess;

/** One site: its processes, its directory, and whether it serves. */
final class Site {
  /** How the name of a file with a site's output ends. */
  static final String OUTPUT = ".log";

  private final Place place;
  private final List<String> through;
  private final List<String> arguments;
  private final Path directory;
  private final Path output;
  private final Readiness readiness;
  private SiteProcess process;
  private boolean closed;

  /**
   * Starts it and returns at once.
   *
   * @param through command prefix of its process
   * @param arguments what follows {@code site --name NAME}
   * @param data of all sites; its own directory in it has its name
   */
  Site(Place place, List<String> through, List<String> arguments, Path data, Http http) {
    this.place = place;
    this.through = List.copyOf(through);
    this.directory = data.resolve(place.name());
    this.output = data.resolve(place.name() + OUTPUT);
    this.readiness = new Readiness(http, place.url());
    this.arguments = new ArrayList<>(List.of("--name", place.name()));
    this.arguments.addAll(arguments);
    this.process = launch();
  }

  Place place() {
    return place;
  }

  String name() {
    return place.name();
  }

  Path output() {
    return output;
  }

  private SiteProcess launch() {
    return SiteProcess.start(through, arguments, output);
  }

  /** Starts it if it has ended, as a supervisor would. */
  synchronized void start() {
    if (!closed && !process.isAlive()) {
      process = launch();
    }
  }

  /** Its broker ends with it; returns when the broker has ended, so that a new one can listen. */
  void killNode() {
    List<ProcessHandle> brokers = process.children();
    process.kill();
    brokers.forEach(broker -> broker.onExit().join());
  }

  void killBroker() {
    process.children().forEach(ProcessHandle::destroyForcibly);
  }

  /** SIGKILL of the broker, and all its files deleted before its node starts it again. */
  void burnBroker() throws IOException {
    List<ProcessHandle> brokers = process.children();
    brokers.forEach(ProcessHandle::destroyForcibly);
    brokers.forEach(broker -> broker.onExit().join());
    deleteAllIn(directory.resolve("broker"));
  }

  void kill() {
    List<ProcessHandle> brokers = process.children();
    brokers.forEach(ProcessHandle::destroyForcibly);
    process.kill();
    brokers.forEach(broker -> broker.onExit().join());
  }

  /** SIGTERM; returns when it has ended. */
  void stop() {
    process.stop();
    process.await();
  }

  /** Deletes all its files; a disk mounted there stays, empty. */
  void burn() throws IOException {
    deleteAllIn(directory);
  }

  /** A disk mounted there stays. */
  static void deleteAllIn(Path directory) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(directory)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      if (!path.equals(directory)) {
        Files.deleteIfExists(path);
      }
    }
  }

  void freezeNode() throws IOException, InterruptedException {
    signal("-STOP", process.pid());
  }

  void freezeBroker() throws IOException, InterruptedException {
    for (ProcessHandle broker : process.children()) {
      signal("-STOP", broker.pid());
    }
  }

  void thaw() throws IOException, InterruptedException {
    for (ProcessHandle broker : process.children()) {
      signal("-CONT", broker.pid());
    }
    signal("-CONT", process.pid());
  }

  private static void signal(String which, long pid) throws IOException, InterruptedException {
    Shell.run("kill", which, Long.toString(pid));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it answers requests now. */
  boolean isReady() throws InterruptedException {
    return readiness.isReady();
  }

  /** Waits until it says that its log is lost. */
  boolean awaitLogLost(Duration within) throws InterruptedException {
    return readiness.awaitLogLost(within);
  }

  /**
   * Waits until it serves, and restarts it if it ends meanwhile.
   *
   * @return whether it does
   */
  boolean awaitReady(Duration within) throws InterruptedException {
    return readiness.await(within, this::start);
  }

  /** Ends it for good, in whatever state it is. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      thaw();
    } catch (IOException gone) {
      // Nothing to thaw.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.stop();
  }

  void awaitEnd() {
    process.await();
  }
}
