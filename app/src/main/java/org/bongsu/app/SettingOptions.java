package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bongsu.settings.ServerConfig;
import org.bongsu.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Settings as options: each one of {@link Settings} is an option of the same name. */
final class SettingOptions {
  private final Map<String, String> given = new LinkedHashMap<>();
  private @Nullable Path file;

  /** A command's line with {@code --config} and an option for each of these settings. */
  static CommandLine line(
      List<Settings.Setting> settings, Function<SettingOptions, Object> command) {
    CommandSpec spec = CommandSpec.create();
    CommandLine line = new CommandLine(command.apply(addTo(spec, settings)));
    spec.options().forEach(line.getCommandSpec()::addOption);
    return line;
  }

  /** Adds {@code --config} and an option for each setting, or for some of them. */
  static SettingOptions addTo(CommandSpec spec, List<Settings.Setting> settings) {
    SettingOptions options = new SettingOptions();
    spec.addOption(
        OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(Path.class)
            .description("A file of settings, one \"name = value\" a line.")
            .setter(
                new ArgSetter<Path>() {
                  @Override
                  void take(@Nullable Path value) {
                    options.file = value;
                  }
                })
            .build());
    for (Settings.Setting setting : settings) {
      spec.addOption(
          OptionSpec.builder("--" + setting.name())
              .paramLabel(setting.form())
              .type(String.class)
              .description(setting.what() + " Usual: " + setting.usual() + ".")
              .setter(
                  new ArgSetter<String>() {
                    @Override
                    void take(@Nullable String value) {
                      if (value != null) {
                        options.given.put(setting.name(), value);
                      }
                    }
                  })
              .build());
    }
    return options;
  }

  /** What picocli calls with each value; it wants the one before in return. */
  private abstract static class ArgSetter<T> implements picocli.CommandLine.Model.ISetter {
    abstract void take(@Nullable T value);

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public <V> @Nullable V set(@Nullable V value) {
      take((T) value);
      return null;
    }
  }

  /** Whether an option was given on the command line. */
  boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** What was given, as arguments for another process. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.addAll(List.of("--config", file.toAbsolutePath().toString()));
    }
    given.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    return arguments;
  }

  /** The configuration: what the file says, and over it what the options say. */
  ServerConfig config() throws IOException {
    IOException[] failed = new IOException[1];
    ServerConfig config =
        ServerConfig.usual()
            .change(draft -> {
              try {
                if (file != null) {
                  Settings.readFile(draft, file);
                }
              } catch (IOException e) {
                failed[0] = e;
              }
              given.forEach((name, value) -> Settings.set(draft, name, value));
            });
    if (failed[0] != null) {
      throw failed[0];
    }
    return config;
  }
}
