package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bongsu.settings.Configuration;
import org.bongsu.settings.SettingsReference;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} matches the settings that the code reads. */
class ConfigurationReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

  @Test
  void theReferenceIsWhatTheCodeReads() throws IOException {
    Configuration defaults = AllFeatures.defaults();
    String written = SettingsReference.of(defaults);
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(REFERENCE, written);
    }
    assertEquals(written, Files.readString(REFERENCE), "docs/configuration.md is old");
  }

  /** Every default is a valid value in the form in which it is shown. */
  @Test
  void defaultsAreValues() {
    Configuration defaults = AllFeatures.defaults();
    for (Configuration.Description setting : defaults.describe()) {
      boolean described = setting.defaultText().contains(" ");
      if (!described && !setting.defaultText().isEmpty() && !setting.defaultText().equals("none")) {
        defaults.with(setting.name(), setting.defaultText());
      }
    }
  }
}
