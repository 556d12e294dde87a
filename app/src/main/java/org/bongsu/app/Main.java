package org.bongsu.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: {@code bongsu COMMAND}. Its help is generated from the annotations. */
@Command(
    name = "bongsu",
    description = "A messenger that a burning data centre cannot stop.",
    version = "Bongsu 0.1.0",
    subcommands = {ServeCommand.class, BenchCommand.class, HelpCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    String[] effective = arguments.length == 0 ? new String[] {"serve"} : arguments;
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setErr(new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, failed, parsed) -> {
      failed.getErr().println("bongsu: " + Failures.describe(failure));
      return failed.getCommandSpec().exitCodeOnExecutionException();
    });
    System.exit(line.execute(effective));
  }
}
