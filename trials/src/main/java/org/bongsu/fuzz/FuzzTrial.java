package org.bongsu.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has Jazzer fuzz a target, in a process of its own that ends with this one. A finding is written
 * to the target's corpus, where a test replays it from then on. Inputs that reach new branches are
 * kept in {@code trials/target/fuzz} and are where the next run starts.
 */
public final class FuzzTrial {
  private static final String HEAP = "-Xmx1g";

  /** An input that takes longer is a finding: no parser takes a hundredth of it. */
  private static final int HANG_SECONDS = 20;

  /** Jazzer's progress and its last word: {@code #1024 NEW cov: 12 ft: 30 …}. */
  private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s.*\\bft: (\\d+).*");

  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: (\\d+)|Done (\\d+) runs.*");
  private static final Pattern FINDING = Pattern.compile(".*Test unit written to (\\S+).*");

  /** The lines that name a failure. */
  private static final Pattern FAILURE =
      Pattern.compile("== Java .*|\tat org\\.bongsu\\..*|Caused by.*");

  private final Path home;
  private final FuzzOptions options;
  private final Consumer<String> out;

  /**
   * Makes a trial.
   *
   * @param home the directory of the repository, which has been built
   */
  public FuzzTrial(Path home, FuzzOptions options, Consumer<String> out) {
    this.home = home;
    this.options = options;
    this.out = out;
  }

  /** A target's seed corpus, kept under version control. */
  public static Path corpus(Path home, Target target) {
    return home.resolve("trials/corpus").resolve(target.name());
  }

  /** Fuzzes one target. */
  public FuzzResult run(Target target) throws IOException, InterruptedException {
    Path work = Files.createDirectories(home.resolve("trials/target/fuzz"));
    Path grown = Files.createDirectories(work.resolve(target.name()));
    Path log = work.resolve(target.name() + ".log");
    Process jazzer = new ProcessBuilder(command(target, grown)).redirectErrorStream(true).start();
    Thread endWithParent = Thread.ofPlatform().unstarted(jazzer::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithParent);
    Summary summary = new Summary();
    try (BufferedReader lines = jazzer.inputReader();
        PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.println(line);
        if (summary.read(line)) {
          out.accept("  " + line);
        }
      }
    } finally {
      jazzer.destroyForcibly();
      forget(endWithParent);
    }
    return summary.result(target, jazzer.waitFor() == 0);
  }

  private static void forget(Thread endWithParent) {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithParent);
    } catch (IllegalStateException parentEnds) {
      // The hook runs now, and ends the process.
    }
  }

  private List<String> command(Target target, Path grown) throws IOException {
    Path corpus = Files.createDirectories(corpus(home, target));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.add("-D" + JazzerEntry.TARGET + "=" + target.name());
    command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
    command.add("--target_class=" + JazzerEntry.class.getName());
    command.add("--instrumentation_includes=org.bongsu.**:tools.jackson.core.**");
    command.add("--instrumentation_excludes=org.bongsu.fuzz.**");
    command.add("--reproducer_path=" + grown.getParent());
    command.add("-artifact_prefix=" + corpus + "/");
    command.add("-max_len=" + target.bytesMax());
    command.add("-timeout=" + HANG_SECONDS);
    command.add("-runs=" + (options.runs() > 0 ? options.runs() : -1));
    command.add("-max_total_time=" + options.seconds());
    command.add("-print_final_stats=1");
    command.add(grown.toString());
    command.add(corpus.toString());
    return command;
  }

  /** This program, and Jazzer, which is not on the class path of this process. */
  private String classPath() {
    Path jazzer = home.resolve("trials/target/jazzer");
    if (!Files.isDirectory(jazzer)) {
      throw new IllegalStateException(jazzer + " is missing; it comes with the build");
    }
    return System.getProperty("java.class.path")
        + System.getProperty("path.separator")
        + jazzer
        + "/*";
  }

  /** What Jazzer's output says. */
  private static final class Summary {
    private long executions;
    private long features;
    private Optional<Path> finding = Optional.empty();

    /** Returns whether people should see the line. */
    boolean read(String line) {
      Matcher progress = PROGRESS.matcher(line);
      if (progress.matches()) {
        executions = Math.max(executions, Long.parseLong(progress.group(1)));
        features = Long.parseLong(progress.group(2));
      }
      Matcher executed = EXECUTED.matcher(line);
      if (executed.matches()) {
        String count = executed.group(1) != null ? executed.group(1) : executed.group(2);
        executions = Math.max(executions, Long.parseLong(count));
      }
      Matcher found = FINDING.matcher(line);
      if (found.matches()) {
        finding = Optional.of(Path.of(found.group(1)));
      }
      return FAILURE.matcher(line).matches();
    }

    FuzzResult result(Target target, boolean whole) {
      return new FuzzResult(target.name(), executions, features, finding, whole);
    }
  }
}
