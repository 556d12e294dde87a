package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bongsu.node.NodeSettings;
import org.bongsu.settings.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Settings as options: each setting is an option of the same name. */
final class SettingOptions {
  private final Map<String, String> given = new LinkedHashMap<>();
  private @Nullable Path file;

  /** A command's line with {@code --config} and an option for each setting. */
  static CommandLine line(Function<SettingOptions, Object> command) {
    return line(name -> true, command);
  }

  /** The same with options only for the wanted settings. */
  static CommandLine line(Predicate<String> wanted, Function<SettingOptions, Object> command) {
    CommandSpec spec = CommandSpec.create();
    CommandLine line = new CommandLine(command.apply(addTo(spec, wanted)));
    spec.options().forEach(line.getCommandSpec()::addOption);
    return line;
  }

  /** Adds {@code --config} and an option for each setting whose name is wanted. */
  static SettingOptions addTo(CommandSpec spec, Predicate<String> wanted) {
    return addTo(spec, wanted, name -> name);
  }

  /** The same with another name for each option. */
  static SettingOptions addTo(
      CommandSpec spec, Predicate<String> wanted, UnaryOperator<String> optionName) {
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
    for (Configuration.Description setting : AllFeatures.defaults().describe()) {
      if (setting.internal() || !wanted.test(setting.name())) {
        continue;
      }
      spec.addOption(
          OptionSpec.builder("--" + optionName.apply(setting.name()))
              .paramLabel(setting.form())
              .type(String.class)
              .description(setting.what() + " Default: " + setting.defaultText() + ".")
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

  /** A setter for picocli, which expects the previous value as a result. */
  private abstract static class ArgSetter<T> implements picocli.CommandLine.Model.ISetter {
    abstract void take(@Nullable T value);

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public <V> @Nullable V set(@Nullable V value) {
      take((T) value);
      return null;
    }
  }

  /** The given options, as arguments for another process. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (file != null) {
      arguments.addAll(List.of("--config", file.toAbsolutePath().toString()));
    }
    given.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    return arguments;
  }

  /** The configuration: the file, overridden by the options. */
  Configuration config() throws IOException {
    Configuration configuration = AllFeatures.defaults();
    if (file != null) {
      configuration = configuration.withFile(file);
    }
    for (Map.Entry<String, String> option : given.entrySet()) {
      configuration = configuration.with(option.getKey(), option.getValue());
    }
    return configuration;
  }

  /** The settings of the node itself. */
  NodeSettings node() throws IOException {
    return config().get(NodeSettings.class);
  }
}
