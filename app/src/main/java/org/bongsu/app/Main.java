package org.bongsu.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: {@code bongsu COMMAND}. Its help is generated from the annotations. */
@Command(
    name = "bongsu",
    description = "A messenger that a burning data centre cannot stop.",
    version = "Bongsu 0.1.0",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchCommand.class,
      SimCommand.class,
      CrashCommand.class,
      DrillCommand.class,
      KeysCommand.class,
      CapacityCommand.class,
      ScreenshotsCommand.class,
      TrainCommand.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    String[] effective = arguments.length == 0 ? new String[] {"serve"} : arguments;
    System.exit(line().execute(effective));
  }

  /** All commands. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(ServeCommand.line());
    line.addSubcommand(SiteCommand.line());
    line.addSubcommand(UpCommand.line());
    line.addSubcommand(GrowCommand.line());
    line.addSubcommand(UserCommand.line());
    line.setOut(new PrintWriter(Language.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(30);
    line.setExecutionExceptionHandler((failure, failed, parsed) -> {
      failed.getErr().println("bongsu: " + Failures.describe(failure));
      return failed.getCommandSpec().exitCodeOnExecutionException();
    });
    return line;
  }
}
