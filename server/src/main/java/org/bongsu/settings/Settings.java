package org.bongsu.settings;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Every setting: its name in the configuration file and on the command line, what it means, and how
 * its text is read. The command line's help and {@code docs/configuration.md} are made from this.
 */
public final class Settings {
  /** Puts a text into a configuration. */
  interface Reading {
    void read(ServerConfig.Draft draft, String text);
  }

  /**
   * One setting.
   *
   * @param form how a value looks, for people
   * @param usual what holds where nothing is said, for people
   * @param what one sentence
   */
  public record Setting(String name, String form, String usual, String what, Reading reading) {}

  /** A setting that is not there, or a value that it does not take. */
  public static final class Wrong extends RuntimeException {
    Wrong(String message) {
      super(message);
    }
  }

  private static final List<Setting> ALL = all();

  private Settings() {}

  /** All settings, in the order in which they are explained. */
  public static List<Setting> list() {
    return ALL;
  }

  private static List<Setting> all() {
    List<Setting> all = new ArrayList<>();
    all.add(
        new Setting(
            "port",
            "N",
            "8008",
            "The port to listen on; 0 for any free one.",
            (draft, text) -> draft.port = (int) whole(text, 0, 65_535)));
    all.add(
        new Setting(
            "host",
            "ADDRESS",
            "127.0.0.1",
            "The address to listen on; 0.0.0.0 for all of this machine's.",
            (draft, text) -> draft.host = text));
    all.add(
        new Setting(
            "data",
            "DIR",
            "data",
            "The directory in which everything is kept.",
            (draft, text) -> draft.data = Path.of(text)));
    all.add(
        new Setting(
            "server-name",
            "NAME",
            "localhost",
            "What stands behind the colon of user ids. The first start fixes it; later it need not be"
                + " given.",
            (draft, text) -> draft.serverName = serverName(text)));
    all.add(
        new Setting(
            "public-url",
            "URL",
            "what the client used",
            "Where clients reach the server, for /.well-known/matrix/client.",
            (draft, text) -> draft.publicUrl = url(text)));
    all.add(
        new Setting(
            "registration",
            "open|token|closed",
            "token",
            "Who may make an account: everybody, whoever has a registration token (the first start"
                + " makes one and prints a link with it; more with bongsu user token), or only the"
                + " operator (bongsu user add).",
            (draft, text) -> draft.registration = choice(ServerConfig.Registration.class, text)));
    all.add(
        new Setting(
            "registration-secret",
            "TEXT",
            "made by the first start, in the data directory",
            "The secret with which tools make accounts at /_synapse/admin/v1/register.",
            (draft, text) -> draft.registrationSecret = text));
    all.add(
        new Setting(
            "user-directory",
            "everybody|shared",
            "everybody",
            "Whom a search for people finds: everybody, or those who share a room with the asker or"
                + " are in a public room.",
            (draft, text) -> draft.directory = choice(ServerConfig.Directory.class, text)));
    all.add(
        new Setting(
            "access-token-life",
            "TIME",
            "1h",
            "How long the access token of a client that can refresh it lives.",
            (draft, text) -> draft.accessTokenLife = time(text)));
    all.add(
        new Setting(
            "password-memory",
            "KIB",
            Integer.toString(ServerConfig.PASSWORD_MEMORY_KIB),
            "Memory that hashing one password takes (Argon2id). Less is weaker: for tests only.",
            (draft, text) -> draft.passwordMemoryKib = (int) whole(text, 8, 1 << 20)));
    all.add(
        new Setting(
            "support-email",
            "ADDRESS",
            "none",
            "Who helps, for /.well-known/matrix/support.",
            (draft, text) -> draft.supportEmail = text));
    all.add(
        new Setting(
            "support-page",
            "URL",
            "none",
            "A page of help, for /.well-known/matrix/support.",
            (draft, text) -> draft.supportPage = url(text)));
    all.add(
        new Setting(
            "upload-max",
            "SIZE",
            "100m",
            "The largest file that can be sent, in bytes or with k, m or g behind it.",
            (draft, text) -> draft.uploadBytesMax = size(text)));
    all.add(
        new Setting(
            "presence",
            "true|false",
            "false",
            "Whether people who share a room see of one another who is there. It costs traffic in large"
                + " rooms, and tells when somebody holds the phone in the hand.",
            (draft, text) -> draft.presence = flag(text)));
    all.add(
        new Setting(
            "legacy-media",
            "open|frozen",
            "open",
            "Whether photos and files can be downloaded without a token at the older paths"
                + " (/_matrix/media/v3), by whoever knows their address. Older clients need it.",
            (draft, text) -> draft.legacyMedia = choice(ServerConfig.LegacyMedia.class, text)));
    all.add(
        new Setting(
            "private-push-gateways",
            "true|false",
            "false",
            "Whether clients may name push gateways in private networks or on this machine.",
            (draft, text) -> draft.privatePushGateways = flag(text)));
    all.add(
        new Setting(
            "proxy-trusted",
            "true|false",
            "false",
            "Whether to believe the headers X-Forwarded-For and X-Forwarded-Proto: only where a proxy"
                + " that sets them stands before the server.",
            (draft, text) -> draft.proxyTrusted = flag(text)));
    all.add(
        new Setting(
            "limited",
            "true|false",
            "true",
            "Whether the limits below hold.",
            (draft, text) -> draft.limited = flag(text)));
    for (RequestKind kind : RequestKind.values()) {
      all.add(
          new Setting(
              kind.setting(),
              "COUNT/TIME",
              kind.usual().toString(),
              "How often: " + kind.what() + ".",
              (draft, text) -> draft.limits.put(kind, RequestLimit.parse(text))));
    }
    return List.copyOf(all);
  }

  /**
   * Sets one by its name.
   *
   * @throws Wrong where there is no such setting, or the text is no value of it
   */
  public static void set(ServerConfig.Draft draft, String name, String text) {
    Setting setting =
        ALL.stream()
            .filter(s -> s.name.equals(name))
            .findFirst()
            .orElseThrow(() -> new Wrong("there is no setting " + name));
    try {
      setting.reading.read(draft, text.strip());
    } catch (IllegalArgumentException e) {
      throw new Wrong("%s = %s: %s (it is %s)".formatted(name, text, e.getMessage(), setting.form));
    }
  }

  /**
   * Reads a configuration file: {@code name = value} on each line, {@code #} before comments, UTF-8
   * (the format of {@link Properties}).
   *
   * @throws Wrong where it holds what is no setting
   */
  public static void readFile(ServerConfig.Draft draft, Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw new Wrong(file + " cannot be read: " + e.getMessage());
    }
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      try {
        set(draft, name, properties.getProperty(name));
      } catch (Wrong e) {
        throw new Wrong(file + ": " + e.getMessage());
      }
    }
  }

  private static long whole(String text, long min, long max) {
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("this is no whole number", e);
    }
    if (number < min || number > max) {
      throw new IllegalArgumentException("this is not between " + min + " and " + max);
    }
    return number;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("this is neither true nor false");
    };
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("this is no choice", e);
    }
  }

  private static Duration time(String text) {
    if (!text.matches("[0-9]{1,6}[smh]")) {
      throw new IllegalArgumentException("a time is a number with s, m or h behind it");
    }
    Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    if (time.isZero()) {
      throw new IllegalArgumentException("this is no time");
    }
    return time;
  }

  private static long size(String text) {
    int shift =
        switch (text.isEmpty() ? ' ' : Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    return whole(digits, 1, 1L << 32) << shift;
  }

  private static String serverName(String text) {
    if (!text.matches("[A-Za-z0-9.:\\[\\]-]{1,230}")) {
      throw new IllegalArgumentException("a server name is a host name, perhaps with a port");
    }
    return text;
  }

  private static String url(String text) {
    URI url = URI.create(text);
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException("this is no http or https URL");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** {@code docs/configuration.md}. */
  static String describe() {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration

            Generated from `org.bongsu.settings.Settings`, which reads it; a test compares. Write it anew with
            `mvn -pl core,server -am test -Dtest=SettingsTest -Dsurefire.failIfNoSpecifiedTests=false
            -Dconfiguration.write=true`.

            Each setting is an option of `bongsu serve`, with `--` before its name, and a line `name = value` of the
            file that `--config FILE` names (UTF-8; `#` begins a comment). An option goes before the file.

            | setting | value | usual | meaning |
            |---|---|---|---|
            """);
    for (Setting setting : ALL) {
      text.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(
                  setting.name,
                  setting.form.replace("|", "\\|"),
                  setting.usual.replace("|", "\\|"),
                  setting.what));
    }
    text.append(
        """

        A limit `30/10m` is 30 at once and, after that, 30 more within each 10 minutes, evenly. Times are in
        `s`, `m` or `h`. What is over a limit is answered with 429 `M_LIMIT_EXCEEDED`, `retry_after_ms` and
        `Retry-After`.
        """);
    return text.toString();
  }
}
