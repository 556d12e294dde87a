package org.bongsu.settings;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node's configuration: the values of the configuration file and the command line, and defaults
 * for all other settings. Each part of the program has a settings record (see {@link Setting}) and
 * reads it with {@link #get}. Immutable.
 */
public final class Configuration {
  /** The setting that turns all limits off. */
  public static final String LIMITED = "limited";

  /** One setting, for people. */
  public record Description(
      String name, String form, String defaultText, String what, boolean internal) {}

  private final List<Class<? extends Record>> sections;
  private final List<LimitKind> limits;
  private final Map<String, String> given;
  private final Map<Class<?>, Record> read = new ConcurrentHashMap<>();

  private Configuration(
      List<Class<? extends Record>> sections, List<LimitKind> limits, Map<String, String> given) {
    this.sections = sections;
    this.limits = limits;
    this.given = given;
  }

  /** Nothing but defaults, for parts of the program with these settings and limits. */
  public static Configuration of(
      List<Class<? extends Record>> sections, List<? extends LimitKind> limits) {
    return new Configuration(List.copyOf(sections), List.copyOf(limits), Map.of());
  }

  /** All settings, in the order in which they are explained. */
  public List<Description> describe() {
    List<Description> all = new ArrayList<>();
    for (Class<? extends Record> section : sections) {
      for (RecordComponent component : section.getRecordComponents()) {
        all.add(describe(component));
      }
    }
    for (LimitKind kind : limits) {
      String form = SettingText.form(RequestLimit.class);
      String text = kind.defaultLimit().toString();
      all.add(
          new Description(kind.setting(), form, text, "How often: " + kind.what() + ".", false));
    }
    return List.copyOf(all);
  }

  private static Description describe(RecordComponent component) {
    Setting setting = setting(component);
    return new Description(
        name(component),
        setting.form().isEmpty() ? SettingText.form(component.getType()) : setting.form(),
        setting.defaultMeans().isEmpty() ? setting.defaultValue() : setting.defaultMeans(),
        setting.what(),
        setting.internal());
  }

  private static Setting setting(RecordComponent component) {
    return Objects.requireNonNull(
        component.getAnnotation(Setting.class), () -> component + " is not described");
  }

  private static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * The same with one setting changed.
   *
   * @throws InvalidSetting if there is no such setting, or the text is not a value of it
   */
  public Configuration with(String name, String text) {
    Map<String, String> more = new TreeMap<>(given);
    more.put(name, text.strip());
    Configuration changed = new Configuration(sections, limits, Map.copyOf(more));
    changed.check(name);
    return changed;
  }

  /** As {@link #with}, unless the setting has been given already. */
  public Configuration withDefault(String name, String text) {
    return isGiven(name) ? this : with(name, text);
  }

  public boolean isGiven(String name) {
    return given.containsKey(name);
  }

  private void check(String name) {
    Description setting =
        describe().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new InvalidSetting("there is no setting " + name));
    try {
      for (LimitKind kind : limits) {
        if (kind.setting().equals(name)) {
          RequestLimit.parse(value(name, ""));
        }
      }
      for (Class<? extends Record> section : sections) {
        if (Arrays.stream(section.getRecordComponents()).anyMatch(c -> name(c).equals(name))) {
          read(section);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(
          "%s = %s: %s (it is %s)"
              .formatted(name, given.get(name), e.getMessage(), setting.form()));
    }
  }

  /**
   * The same with the values of a file: {@code name = value} on each line, {@code #} before
   * comments, UTF-8 (the format of {@link Properties}).
   *
   * @throws InvalidSetting if it has an unknown or invalid setting
   */
  public Configuration withFile(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new InvalidSetting(file + " cannot be read: " + e.getMessage());
    }
    Configuration changed = this;
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      try {
        changed = changed.with(name, properties.getProperty(name));
      } catch (InvalidSetting e) {
        throw new InvalidSetting(file + ": " + e.getMessage());
      }
    }
    return changed;
  }

  /** The settings of one part of the program. */
  public <T extends Record> T get(Class<T> section) {
    return section.cast(read.computeIfAbsent(section, ignored -> read(section)));
  }

  private <T extends Record> T read(Class<T> section) {
    RecordComponent[] components = section.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String text = value(name(components[i]), setting(components[i]).defaultValue());
      values[i] = SettingText.read(types[i], text);
    }
    try {
      Constructor<T> constructor = section.getDeclaredConstructor(types);
      constructor.setAccessible(true); // a feature's settings need not be public
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IllegalArgumentException invalid
          ? invalid
          : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private String value(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }

  /** How often what may be done; empty while limits are off. */
  public Map<LimitKind, RequestLimit> limits() {
    if (value(LIMITED, "true").equals("false")) {
      return Map.of();
    }
    return limits.stream()
        .collect(
            Collectors.toMap(
                kind -> kind,
                kind -> RequestLimit.parse(value(kind.setting(), kind.defaultLimit().toString()))));
  }
}
