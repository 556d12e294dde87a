package org.bongsu.kafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a broker in a child process: starts it, restarts it if it ends by itself, and ends it on
 * close. A broker that cannot reach the others at its start ends after a minute, so restarts are
 * normal at a first start.
 */
public final class Broker implements AutoCloseable {
  private static final String HEAP = "-Xmx320m";

  /**
   * Minimum pause before a restart, in which the others take over. An earlier restart is useless,
   * as the broker's old session is still valid, and on a shared machine it takes CPU that the
   * others need for the takeover.
   */
  private static final Duration PAUSE_MIN = Duration.ofSeconds(2);

  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  /** A broker that ran this long is restarted with the minimum pause. */
  private static final Duration HEALTHY_AFTER = Duration.ofSeconds(30);

  /** Time to hand over leaderships and close files. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  /**
   * Maximum size of the file with the broker's output; a larger one is truncated at the next start.
   */
  private static final long OUTPUT_BYTES_MAX = 4 << 20;

  private static final System.Logger LOG = System.getLogger(Broker.class.getName());

  private final BrokerPlan plan;
  private final Path output;
  private final Thread thread;
  private volatile @Nullable Process process;
  private volatile int starts;
  private volatile boolean closed;

  private Broker(BrokerPlan plan) {
    this.plan = plan;
    this.output = plan.directory().resolve("broker.log");
    this.thread = Thread.ofPlatform().name("broker-watch").unstarted(this::keepRunning);
  }

  /** Starts the broker and returns at once, before it is reachable. */
  public static Broker start(BrokerPlan plan) throws IOException {
    plan.write();
    Broker broker = new Broker(plan);
    broker.thread.start();
    return broker;
  }

  private void keepRunning() {
    Duration pause = PAUSE_MIN;
    try {
      while (!closed) {
        long since = System.nanoTime();
        Process running = launch();
        process = running;
        starts++;
        if (closed) {
          running.destroy();
        }
        int status = running.waitFor();
        if (closed) {
          return;
        }
        boolean wasHealthy = System.nanoTime() - since > HEALTHY_AFTER.toNanos();
        pause = wasHealthy ? PAUSE_MIN : min(pause.multipliedBy(2), PAUSE_MAX);
        LOG.log(
            System.Logger.Level.WARNING,
            "the broker ended with status %d and is restarted in %d ms; see %s"
                .formatted(status, pause.toMillis(), output));
        Thread.sleep(pause);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the broker cannot be started", e);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
      // A broker that gets no CPU is considered dead. Without permission, nice continues at normal
      // priority.
      command.addAll(List.of("/usr/bin/nice", "-n", "-5"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(asThisProcess());
    command.addAll(
        List.of(
            HEAP,
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Dlog4j2.configurationFile=classpath:org/bongsu/kafka/broker/log4j2.xml",
            "-Dbroker.logs=" + plan.directory().toAbsolutePath(),
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            plan.file().toString(),
            plan.clusterId()));
    try {
      if (!Files.exists(plan.file())) {
        plan.write(); // its directory was lost
      }
      boolean large = Files.exists(output) && Files.size(output) > OUTPUT_BYTES_MAX;
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(
              large
                  ? ProcessBuilder.Redirect.to(output.toFile())
                  : ProcessBuilder.Redirect.appendTo(output.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * This process's JVM options for the class archive, which includes Kafka's classes, and for
   * compilation.
   */
  private static List<String> asThisProcess() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("-XX:(AOTCache|Tier).*"))
        .toList();
  }

  /** The id of the broker's process; 0 if there is none. */
  public long pid() {
    Process running = process;
    return running != null && running.isAlive() ? running.pid() : 0;
  }

  /** How often the broker was started. */
  public int starts() {
    return starts;
  }

  /**
   * Stops the broker gracefully, so that it hands over its leaderships; kills it if that takes too
   * long.
   */
  @Override
  public void close() {
    closed = true;
    Process running = process;
    try {
      if (running != null) {
        running.destroy();
        if (!running.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
          running.destroyForcibly();
        }
      }
      thread.interrupt();
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
