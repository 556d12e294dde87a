package org.bongsu.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.attack.AttackOptions;
import org.bongsu.attack.AttackResult;
import org.bongsu.attack.AttackTrial;
import org.bongsu.node.Directories;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Attacks a real server. */
@Command(
    name = "attack",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a server with its limits as shipped and attacks it, while somebody else uses it.",
      "The exit status is 0 only if that somebody had no failure, and waited at most three times"
          + " as long as without an attack, or so short that nobody notices."
    })
final class AttackCommand implements Callable<Integer> {
  @Option(
      names = "--part",
      paramLabel = "ATTACK,...",
      split = ",",
      description = "${COMPLETION-CANDIDATES}; all without this option.",
      completionCandidates = AttackOptions.Names.class)
  List<String> parts = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each attack lasts (default: ${DEFAULT-VALUE}).")
  int seconds = 10;

  @Override
  public Integer call() throws Exception {
    AttackOptions options = new AttackOptions(Set.copyOf(parts), seconds);
    Path directory = Files.createTempDirectory("bongsu-attack");
    AttackResult result = AttackTrial.run(options, directory, System.out);
    System.out.println(result.table());
    if (result.passed()) {
      Directories.delete(directory);
      return 0;
    }
    System.out.println("The server's output is kept in " + directory);
    return 1;
  }
}
