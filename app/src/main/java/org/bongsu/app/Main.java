package org.bongsu.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bongsu.node.FilePermissions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: {@code bongsu COMMAND}. Its help is generated from the annotations. */
@Command(
    name = "bongsu",
    description = "A messenger that a burning data centre cannot stop.",
    version = "Bongsu 0.1.0",
    mixinStandardHelpOptions = true)
public final class Main {
  private static final List<String> COMMANDS =
      List.of(
          "serve",
          "site",
          "up",
          "grow",
          "recover",
          "backup",
          "restore",
          "user",
          "keys",
          "watch",
          "doctor",
          "capacity",
          "bench",
          "sim",
          "crash",
          "drill",
          "attack",
          "fuzz",
          "screenshots",
          "train",
          "help");

  private Main() {}

  public static void main(String[] arguments) {
    FilePermissions.restrictNewFiles();
    try {
      JsonLog.installIfWanted(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("bongsu: " + e.getMessage());
      System.exit(2);
    }
    String[] effective = arguments.length == 0 ? new String[] {"serve"} : arguments;
    System.exit(line(effective[0]).execute(effective));
  }

  /** All commands. */
  static CommandLine line() {
    return line(COMMANDS);
  }

  /**
   * The called command alone, or all of them for help and for unknown names: describing a command
   * to picocli takes tens of milliseconds, which a server's start should not pay for the others.
   */
  private static CommandLine line(String called) {
    boolean isOne = COMMANDS.contains(called) && !called.equals("help");
    return line(isOne ? List.of(called) : COMMANDS);
  }

  private static CommandLine line(List<String> commands) {
    CommandLine line = new CommandLine(new Main());
    commands.forEach(name -> line.addSubcommand(name, command(name)));
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

  /**
   * A switch and no map of suppliers: Java 25 cannot archive lambdas that return picocli's classes,
   * which are in the format of Java 5, and makes no archive at all.
   */
  private static Object command(String name) {
    return switch (name) {
      case "serve" -> ServeCommand.line();
      case "site" -> SiteCommand.line();
      case "up" -> UpCommand.line();
      case "grow" -> GrowCommand.line();
      case "recover" -> RecoverCommand.line();
      case "backup" -> BackupCommand.line();
      case "restore" -> RestoreCommand.line();
      case "user" -> UserCommand.line();
      case "keys" -> new KeysCommand();
      case "watch" -> new WatchCommand();
      case "doctor" -> new DoctorCommand();
      case "capacity" -> new CapacityCommand();
      case "bench" -> new BenchCommand();
      case "sim" -> new SimCommand();
      case "crash" -> new CrashCommand();
      case "drill" -> new DrillCommand();
      case "attack" -> new AttackCommand();
      case "fuzz" -> new FuzzCommand();
      case "screenshots" -> new ScreenshotsCommand();
      case "train" -> new TrainCommand();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("no such command: " + name);
    };
  }
}
