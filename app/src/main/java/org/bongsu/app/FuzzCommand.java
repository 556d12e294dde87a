package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.fuzz.FuzzOptions;
import org.bongsu.fuzz.FuzzResult;
import org.bongsu.fuzz.FuzzTrial;
import org.bongsu.fuzz.Target;
import org.bongsu.fuzz.Targets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fuzzes the parsers. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description = {
      "Gives parsers inputs that Jazzer makes, and checks what must hold for every input.",
      "The exit status is 1 if it does not hold for one; the output says how to repeat that."
    })
final class FuzzCommand implements Callable<Integer> {
  private static final long DEFAULT_SECONDS = 60;

  @Option(
      names = "--target",
      paramLabel = "NAME,...",
      split = ",",
      description = "A parser; all without this option. With --list, they are named.")
  List<String> targets = List.of();

  @Option(names = "--list", description = "Names the targets, and does nothing else.")
  boolean list;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many inputs each target gets (default: as many as fit into the time).")
  long runs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each target is fuzzed (default: 60, or without end with --runs).")
  long seconds;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Runs one target with the input in this file, without Jazzer.")
  @Nullable Path replayed;

  @Override
  public Integer call() throws Exception {
    List<Target> chosen = Targets.named(Set.copyOf(targets));
    if (list) {
      chosen.forEach(target -> System.out.println(target.name()));
      return 0;
    }
    return replayed == null ? fuzz(chosen) : replay(chosen, replayed);
  }

  private int fuzz(List<Target> chosen) throws IOException, InterruptedException {
    long time = seconds == 0 && runs == 0 ? DEFAULT_SECONDS : seconds;
    Path home = Path.of(System.getProperty("bongsu.home", "."));
    FuzzTrial trial = new FuzzTrial(home, new FuzzOptions(runs, time), System.out::println);
    boolean passed = true;
    for (Target target : chosen) {
      FuzzResult result = trial.run(target);
      passed &= result.passed();
      System.out.println(result.line());
      result
          .finding()
          .ifPresent(file ->
              System.out.printf(
                  "  to repeat: ./bongsu fuzz --target %s --replay %s%n", target.name(), file));
    }
    return passed ? 0 : 1;
  }

  private static int replay(List<Target> chosen, Path file) throws IOException {
    if (chosen.size() != 1) {
      throw new IllegalArgumentException("--replay needs one --target");
    }
    Target target = chosen.getFirst();
    byte[] input = Files.readAllBytes(file);
    try {
      target.run(input);
    } catch (RuntimeException | StackOverflowError finding) {
      finding.printStackTrace(System.out);
      return 1;
    }
    System.out.printf("%s: everything holds for these %d bytes%n", target.name(), input.length);
    return 0;
  }
}
