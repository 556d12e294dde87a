package org.bongsu.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bongsu.matrix.account.AccountAdmin;
import org.bongsu.node.AdminClient;
import org.bongsu.node.SecureRandomSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Accounts and registration tokens, with a running server and without one. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description = "Makes and changes accounts; works whether or not the server runs.")
final class UserCommand implements Runnable {
  private static final int GENERATED_LETTERS = 20;

  @Spec @Nullable CommandSpec spec;

  /** The command with its subcommands; each accepts {@code --data} and {@code --config}. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new UserCommand());
    for (Task task :
        List.of(
            new Add(),
            new ResetPassword(),
            new Deactivate(),
            new Lock(),
            new Unlock(),
            new ListUsers(),
            new Token(),
            new ListTokens(),
            new EndToken())) {
      CommandLine one = new CommandLine(task);
      CommandSpec options = CommandSpec.create();
      task.settings = SettingOptions.addTo(options, List.of("data", "server-name")::contains);
      options.options().forEach(one.getCommandSpec()::addOption);
      line.addSubcommand(one);
    }
    return line;
  }

  @Override
  public void run() {
    CommandSpec own = java.util.Objects.requireNonNull(spec);
    throw new ParameterException(
        own.commandLine(), "a subcommand is missing, for example: user add NAME");
  }

  /** A subcommand. */
  abstract static class Task implements Callable<Integer> {
    @Nullable SettingOptions settings;
    final PrintStream out = Language.out();
    final Language language = Language.here();

    ObjectNode ask(ObjectNode question) throws IOException {
      return AdminClient.ask(
          java.util.Objects.requireNonNull(settings).config(), AllFeatures.LIST, question);
    }
  }

  /** The source of a new password; never the command line, which others can see. */
  static final class NewPassword {
    @Option(
        names = "--generate",
        description =
            "Make a password and print it. Otherwise it is asked for, or read from stdin.")
    boolean generate;

    String read(Task task) throws IOException {
      if (generate) {
        return new SecureRandomSource().letters(GENERATED_LETTERS);
      }
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        @Nullable String line =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null || line.isEmpty()) {
          throw new IOException(
              task.language.say(
                  "no password on standard input; or use --generate",
                  "표준 입력에 비밀번호가 없습니다. --generate를 쓸 수도 있습니다"));
        }
        return line;
      }
      char[] first = console.readPassword(task.language.say("Password: ", "비밀번호: "));
      char[] second = console.readPassword(task.language.say("Again: ", "다시 한번: "));
      if (first == null || !java.util.Arrays.equals(first, second)) {
        throw new IOException(task.language.say("the passwords differ", "두 비밀번호가 다릅니다"));
      }
      return new String(first);
    }

    void print(Task task, String password) {
      if (generate) {
        task.out.println(task.language.say("Password: ", "비밀번호: ") + password);
      }
    }
  }

  /** A subcommand for an existing account. */
  abstract static class OfAccount extends Task {
    @Parameters(paramLabel = "NAME", description = "The name, or the whole user id.")
    String name = "";

    /** Runs it and prints a message; the texts have a placeholder for the user id. */
    void run(ObjectNode question, String english, String korean) throws IOException {
      String user = ask(question.put("name", name)).path("user_id").asString("");
      out.println(language.say(english.formatted(user), korean.formatted(user)));
    }
  }

  @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes an account.")
  static final class Add extends Task {
    @Parameters(paramLabel = "NAME", description = "The name, without @ and server.")
    String name = "";

    @Option(names = "--admin", description = "Make it an administrator.")
    boolean admin;

    @Option(
        names = "--display-name",
        paramLabel = "TEXT",
        description = "The name that others see.")
    @Nullable String displayName;

    @CommandLine.Mixin NewPassword password = new NewPassword();

    @Override
    public Integer call() throws IOException {
      String chosen = password.read(this);
      ObjectNode question =
          AdminClient.question("add-user")
              .put("name", name)
              .put("password", chosen)
              .put("admin", admin);
      if (displayName != null) {
        question.put("display_name", displayName);
      }
      String user = ask(question).path("user_id").asString("");
      out.println(language.say("Made " + user, user + " 계정을 만들었습니다"));
      password.print(this, chosen);
      return 0;
    }
  }

  @Command(
      name = "reset-password",
      mixinStandardHelpOptions = true,
      description = "Sets a new password and signs all devices out.")
  static final class ResetPassword extends OfAccount {
    @CommandLine.Mixin NewPassword password = new NewPassword();

    @Override
    public Integer call() throws IOException {
      String chosen = password.read(this);
      run(
          AdminClient.question("reset-password").put("password", chosen),
          "%s has a new password and is signed out everywhere",
          "%s 계정의 비밀번호를 바꾸고 모든 기기에서 로그아웃했습니다");
      password.print(this, chosen);
      return 0;
    }
  }

  @Command(
      name = "deactivate",
      mixinStandardHelpOptions = true,
      description = "Deactivates an account for good; its name cannot be used again.")
  static final class Deactivate extends OfAccount {
    @Option(names = "--erase", description = "Delete its account data, too.")
    boolean erase;

    @Override
    public Integer call() throws IOException {
      run(AdminClient.question("deactivate").put("erase", erase), "Ended %s", "%s 계정을 끝냈습니다");
      return 0;
    }
  }

  @Command(
      name = "lock",
      mixinStandardHelpOptions = true,
      description = "Locks an account: its devices can only sign out.")
  static final class Lock extends OfAccount {
    @Override
    public Integer call() throws IOException {
      run(AdminClient.question("lock").put("locked", true), "Locked %s", "%s 계정을 잠갔습니다");
      return 0;
    }
  }

  @Command(name = "unlock", mixinStandardHelpOptions = true, description = "Unlocks an account.")
  static final class Unlock extends OfAccount {
    @Override
    public Integer call() throws IOException {
      run(AdminClient.question("lock").put("locked", false), "Unlocked %s", "%s 계정의 잠금을 풀었습니다");
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists all accounts: id, display name, flags, creation time.")
  static final class ListUsers extends Task {
    @Override
    public Integer call() throws IOException {
      String after = "";
      while (true) {
        JsonNode users = ask(AdminClient.question("list-users").put("after", after)).path("users");
        users.forEach(user -> out.println(describe(user)));
        if (users.size() < AccountAdmin.PAGE) {
          return 0;
        }
        after = users.path(users.size() - 1).path("user_id").asString("");
      }
    }

    private static String describe(JsonNode user) {
      StringBuilder special = new StringBuilder();
      for (String flag : new String[] {"admin", "locked", "deactivated"}) {
        if (user.path(flag).booleanValue()) {
          special.append(special.isEmpty() ? "" : ",").append(flag);
        }
      }
      return String.join(
          "\t",
          user.path("user_id").asString(""),
          user.path("display_name").asString(""),
          special,
          Instant.ofEpochMilli(user.path("created_ms").longValue()).toString());
    }
  }

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Makes a registration token, for servers with --registration token.")
  static final class Token extends Task {
    @Parameters(arity = "0..1", paramLabel = "TOKEN", description = "Default: a random one.")
    @Nullable String token;

    @Option(
        names = "--uses",
        paramLabel = "N",
        description = "Number of accounts that may use it. Default: unlimited.")
    @Nullable Long uses;

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "Validity, such as 48h. Default: unlimited.")
    @Nullable String expires;

    @Override
    public Integer call() throws IOException {
      ObjectNode question = AdminClient.question("add-token");
      if (token != null) {
        question.put("token", token);
      }
      if (uses != null) {
        question.put("uses", uses);
      }
      if (expires != null) {
        question.put("life_ms", life(expires));
      }
      out.println(ask(question).path("token").asString(""));
      return 0;
    }

    private static long life(String text) throws IOException {
      if (!text.matches("[0-9]{1,6}[smhd]")) {
        throw new IOException("--expires is a number followed by s, m, h or d");
      }
      boolean days = text.endsWith("d");
      String iso = (days ? "P" : "PT") + text.toUpperCase(Locale.ROOT);
      return Duration.parse(iso).toMillis();
    }
  }

  @Command(
      name = "list-tokens",
      mixinStandardHelpOptions = true,
      description = "Lists all registration tokens: token, uses, expiry, whether it is valid.")
  static final class ListTokens extends Task {
    @Override
    public Integer call() throws IOException {
      for (JsonNode token : ask(AdminClient.question("list-tokens")).path("tokens")) {
        String uses =
            token.path("uses").asString("")
                + (token.has("uses_max") ? "/" + token.path("uses_max").asString("") : "");
        String until =
            token.has("expires_ms")
                ? Instant.ofEpochMilli(token.path("expires_ms").longValue()).toString()
                : "-";
        String valid = token.path("valid").booleanValue() ? "valid" : "ended";
        out.println(String.join("\t", token.path("token").asString(""), uses, until, valid));
      }
      return 0;
    }
  }

  @Command(
      name = "end-token",
      mixinStandardHelpOptions = true,
      description = "Ends a registration token.")
  static final class EndToken extends Task {
    @Parameters(paramLabel = "TOKEN", description = "The token.")
    String token = "";

    @Override
    public Integer call() throws IOException {
      ask(AdminClient.question("delete-token").put("token", token));
      out.println(language.say("Ended " + token, token + " 토큰을 끝냈습니다"));
      return 0;
    }
  }
}
