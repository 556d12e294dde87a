package org.bongsu.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.json.Json;

/** Measures a homeserver part by part and reports the results. */
public final class Bench {
  /** Cores used by others; less is not reported. */
  private static final double OTHERS_CORES_NOTED = 0.1;

  private final BenchOptions options;
  private final Stage stage;
  private final PrintStream out;
  private final Findings findings = new Findings();
  private final String prefix = "bench-" + Long.toString(System.currentTimeMillis(), 36) + "-";

  private Bench(BenchOptions options, Stage stage, PrintStream out) {
    this.options = options;
    this.stage = stage;
    this.out = out;
  }

  /**
   * Measures the running server that the options name.
   *
   * @throws BenchFailed if nothing can be measured; the message says why
   */
  public static BenchResult run(BenchOptions options, PrintStream out) {
    BenchOptions.Target target = options.target();
    if (target.url().isEmpty()) {
      throw new BenchFailed("no server named: give --url");
    }
    if (target.sharedSecret().isEmpty()) {
      throw new BenchFailed("to make accounts, give the server's registration --shared-secret");
    }
    ServerUnderTest server =
        new ServerUnderTest.Running(
            target.url().get(), target.serverPid(), target.sharedSecret().get(), target.data());
    try (EventLoop loop = new EventLoop();
        Stage stage = Stage.running(loop, server, out)) {
      return new Bench(options, stage, out).run();
    }
  }

  /**
   * Measures a server of its own, which it starts, restarts if a part needs it, and stops.
   *
   * @throws BenchFailed if nothing can be measured; the message says why
   */
  public static BenchResult run(
      BenchOptions options, ServerUnderTest.Launcher launcher, PrintStream out) {
    try (EventLoop loop = new EventLoop();
        Stage stage = Stage.launching(loop, launcher, out)) {
      return new Bench(options, stage, out).run();
    }
  }

  private BenchResult run() {
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    double firstStartMillis = stage.start().orElse(0);
    out.println("봉수 bench of " + stage.url());
    Set<Part> parts = options.parts();
    if (parts.contains(Part.STARTUP)) {
      StartupPart.measure(stage, firstStartMillis, options, findings);
    }
    if (parts.contains(Part.DISK)) {
      DiskPart.measure(stage, this::builder, options, findings);
    }
    Optional<World> world = needsWorld(parts) ? Optional.of(settle()) : Optional.empty();
    world.ifPresent(settled -> measureIn(settled, parts));
    BenchResult.Setting setting =
        new BenchResult.Setting(
            startedAt,
            stage.url().toString(),
            world.map(settled -> settled.accounts().size()).orElse(0),
            world.map(settled -> sizes(settled.plan())).orElse(List.of()),
            options.load().senders(),
            options.crowd().seed(),
            Runtime.getRuntime().availableProcessors());
    noteOthers(findings.result(setting));
    BenchResult result = findings.result(setting);
    ResultTable.print(result, out);
    write(result);
    return result;
  }

  private void measureIn(World world, Set<Part> parts) {
    LoadRun runs = new LoadRun(stage.loop(), world, options.scale(), options.crowd().seed());
    if (parts.contains(Part.SENDS)) {
      SendsPart.measure(stage, runs, options, findings);
    }
    if (parts.contains(Part.DELIVERY)) {
      DeliveryPart.measure(stage, runs, options, findings);
    }
    if (parts.contains(Part.SYNC)) {
      SyncPart.measure(stage, builder(stage), runs, options, findings);
    }
    if (parts.contains(Part.LONGPOLL_MEMORY)) {
      IdlePollsPart.measure(stage, world, options, findings);
    }
    if (parts.contains(Part.STORM)) {
      StormPart.measure(stage, builder(stage), runs, options, findings);
    }
    if (parts.contains(Part.TIMERS)) {
      TimersPart.measure(stage, runs, options, findings);
    }
    if (parts.contains(Part.BACKUP)) {
      BackupPart.measure(stage, runs, options, findings);
    }
  }

  /** Adds a note if other processes used the machine meanwhile. */
  private void noteOthers(BenchResult measured) {
    Rounds primary = measured.primary();
    double cores = primary.isEmpty() ? 0 : primary.othersCpuSeconds() / primary.seconds();
    if (cores > OTHERS_CORES_NOTED) {
      findings.note(
          "other processes used %.1f of %d cores meanwhile: on a machine of its own it is faster"
              .formatted(cores, Runtime.getRuntime().availableProcessors()));
    }
  }

  private World settle() {
    int users = options.usersToRegister();
    int rooms = options.roomsToCreate();
    out.printf("making %,d accounts and %,d rooms%n", users, rooms);
    return builder(stage).build(RoomPlan.draw(users, rooms, options.crowd().seed()));
  }

  private WorldBuilder builder(Stage on) {
    return new WorldBuilder(on.calls(), on.server().sharedSecret(), prefix, out);
  }

  private static boolean needsWorld(Set<Part> parts) {
    return parts.stream().anyMatch(part -> part != Part.STARTUP && part != Part.DISK);
  }

  private static List<Integer> sizes(RoomPlan plan) {
    return plan.rooms().stream().map(room -> room.members().length).sorted().toList();
  }

  private void write(BenchResult result) {
    options
        .output()
        .json()
        .ifPresent(file ->
            write(
                file,
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(result.json())
                    + "\n"));
    options.output().report().ifPresent(file -> write(file, BenchReport.of(result).html()));
  }

  private void write(Path file, String text) {
    try {
      Files.writeString(file, text);
      out.println("written: " + file);
    } catch (IOException e) {
      throw new BenchFailed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
