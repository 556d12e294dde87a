package org.bongsu.settings;

/** {@code docs/configuration.md}, from the settings that the program reads. */
public final class SettingsReference {
  private SettingsReference() {}

  public static String of(Configuration configuration) {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration

            Generated from the settings records that the program reads; a test compares. Write it again with
            `mvn -pl app -am test -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false
            -Dconfiguration.write=true`.

            Each setting is an option of `bongsu serve`, with `--` before its name, and a line `name = value` of the
            file that `--config FILE` names (UTF-8; `#` begins a comment). An option takes precedence over the file.

            | setting | value | default | meaning |
            |---|---|---|---|
            """);
    for (Configuration.Description setting : configuration.describe()) {
      if (!setting.internal()) {
        text.append(
            "| `%s` | `%s` | %s | %s |\n"
                .formatted(
                    setting.name(),
                    setting.form().replace("|", "\\|"),
                    setting.defaultText().replace("|", "\\|"),
                    setting.what()));
      }
    }
    text.append(
        """

        A limit `30/10m` allows 30 at once and, after that, 30 more in each 10 minutes, evenly. Times are in
        `s`, `m` or `h`; sizes are in bytes, or in `k`, `m` or `g` of 1024. A request over a limit is answered with
        429 `M_LIMIT_EXCEEDED`, `retry_after_ms` and `Retry-After`.
        """);
    return text.toString();
  }
}
