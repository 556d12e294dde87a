package org.bongsu.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.bench.Bench;
import org.bongsu.bench.BenchOptions;
import org.bongsu.bench.Part;
import org.bongsu.bench.ServerUnderTest;
import org.bongsu.launch.FreePort;
import org.bongsu.launch.ServerProcess;
import org.bongsu.node.Directories;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a homeserver over HTTP: one that it starts, or any other. */
@Command(
    name = "bench",
    description = {
      "Measures a Matrix homeserver over HTTP: sends, latencies, sync, memory, disk.",
      "Without --url it starts a server of its own in a directory that it deletes afterwards."
    })
final class BenchCommand implements Callable<Integer> {
  @Option(names = "--url", paramLabel = "URL", description = "A server that runs already.")
  @Nullable URI url;

  @Option(
      names = "--sites",
      description =
          "Starts three sites instead of one server and spreads the load evenly "
              + "over them; for the parts sends, delivery and storm. With --limit "
              + "also measures Kafka alone.")
  boolean sites;

  @Option(
      names = "--shared-secret",
      paramLabel = "SECRET",
      description = "Its registration secret, to make accounts with; needed with --url.")
  @Nullable String sharedSecret;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "Its process id, if it runs on this machine, for CPU and memory.")
  @Nullable Long serverPid;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Its data directory, for bytes on disk; without --url, the directory to make it in.")
  @Nullable Path data;

  @Option(names = "--users", paramLabel = "N", description = "Accounts to make.")
  @Nullable Integer users;

  @Option(names = "--rooms", paramLabel = "N", description = "Rooms to make.")
  @Nullable Integer rooms;

  @Option(
      names = "--senders",
      paramLabel = "N",
      defaultValue = "256",
      description = "Connections that send (default: ${DEFAULT-VALUE}).")
  int senders;

  @Option(names = "--syncing", paramLabel = "N", description = "Members that long-poll.")
  @Nullable Integer syncing;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Length of each measured round (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Sends per second at scheduled times; without it, as fast as acknowledged.")
  @Nullable Integer rate;

  @Option(
      names = "--limit",
      description = "Also measure the most that this machine can do, in the same run.")
  boolean limit;

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = "sends",
      split = ",",
      description =
          "startup, disk, sends, delivery, sync, longpoll-memory, storm, timers, backup or all"
              + " (default: ${DEFAULT-VALUE}).")
  List<String> parts = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides room sizes, members and texts (default: ${DEFAULT-VALUE}).")
  long seed;

  @Mixin private final OutputFiles output = new OutputFiles();

  @Override
  public Integer call() throws IOException {
    if (url != null) {
      Bench.run(options(Optional.of(url), Optional.ofNullable(data)), System.out);
      return 0;
    }
    Path directory = data == null ? Files.createTempDirectory("bongsu-bench") : data;
    try {
      if (sites) {
        requirePartsOfSites();
        Bench.run(
            options(Optional.empty(), Optional.empty()),
            () -> SitesUnderTest.launch(directory),
            System.out);
        return 0;
      }
      OwnServer own = OwnServer.in(directory);
      Bench.run(options(Optional.empty(), Optional.of(directory)), own, System.out);
    } finally {
      if (data == null) {
        Directories.delete(directory);
      }
    }
    return 0;
  }

  private void requirePartsOfSites() {
    if (!List.of("sends", "delivery", "storm").containsAll(parts)) {
      throw new IllegalArgumentException("--sites: --part sends, delivery, storm");
    }
  }

  private BenchOptions options(Optional<URI> target, Optional<Path> directory) {
    return new BenchOptions(
        new BenchOptions.Target(
            target,
            Optional.ofNullable(sharedSecret),
            serverPid == null ? OptionalLong.empty() : OptionalLong.of(serverPid),
            directory),
        new BenchOptions.Crowd(optional(users), optional(rooms), optional(syncing), seed),
        new BenchOptions.Load(senders, seconds, optional(rate), limit),
        parts.stream()
            .map(Part::named)
            .flatMap(Set::stream)
            .collect(java.util.stream.Collectors.toUnmodifiableSet()),
        new BenchOptions.Output(output.json(), output.report()),
        BenchOptions.Scale.STANDARD);
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** A server in a directory of the bench, without rate limits. */
  private record OwnServer(Path directory, int port, String secret)
      implements ServerUnderTest.Launcher {
    static OwnServer in(Path directory) throws IOException {
      byte[] random = new byte[16];
      new java.security.SecureRandom().nextBytes(random);
      String secret = HexFormat.of().formatHex(random);
      Files.createDirectories(directory);
      Files.writeString(
          directory.resolve("bench.conf"),
          "registration-secret = " + secret + "\nlimited = false\npassword-memory = 64\n");
      return new OwnServer(directory, FreePort.find(), secret);
    }

    @Override
    public ServerUnderTest launch() {
      return launch(List.of());
    }

    @Override
    public Optional<ServerUnderTest> launchBackedUp() {
      Path password = directory.resolve("backup-password");
      try {
        Files.writeString(password, secret);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Optional.of(
          launch(
              List.of(
                  "--backup-to",
                  directory.resolve("backup").toString(),
                  "--backup-password",
                  password.toString())));
    }

    private ServerUnderTest launch(List<String> more) {
      List<String> arguments =
          new ArrayList<>(List.of("--config", directory.resolve("bench.conf").toString()));
      arguments.addAll(more);
      ServerProcess process =
          ServerProcess.start(
              port, directory.resolve("data"), directory.resolve("server.log"), arguments);
      return new Launched(process, secret, directory.resolve("data"));
    }
  }

  private record Launched(ServerProcess process, String sharedSecret, Path directory)
      implements ServerUnderTest {
    @Override
    public URI url() {
      return process.url();
    }

    @Override
    public OptionalLong pid() {
      return OptionalLong.of(process.pid());
    }

    @Override
    public Optional<Path> data() {
      return Optional.of(directory);
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
