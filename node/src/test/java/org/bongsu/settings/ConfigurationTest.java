package org.bongsu.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings records, and how their values are given. */
class ConfigurationTest {
  enum Door {
    OPEN,
    CLOSED
  }

  record House(
      @Setting(defaultValue = "open", what = "Whether guests come in.") Door frontDoor,
      @Setting(defaultValue = "2", what = "How many.") int rooms,
      @Setting(defaultValue = "20m", what = "How much.") long cellarMax,
      @Setting(defaultValue = "1h", what = "How long.") Duration nap,
      @Setting(defaultValue = "", defaultMeans = "none", what = "Where it is.") String page,
      @Setting(defaultValue = "true", internal = true, what = "Lights.") boolean limited) {
    House {
      if (rooms > 9) {
        throw new IllegalArgumentException("a house has at most 9 rooms");
      }
      page = WebAddress.checked(page);
    }
  }

  enum Visits implements LimitKind {
    GUESTS;

    @Override
    public Description description() {
      return Description.of("guests", "3/1m", "guests through one door");
    }
  }

  private final Configuration defaults =
      Configuration.of(List.of(House.class), List.of(Visits.values()));

  @Test
  void missingSettingsHaveTheirDefaults() {
    House house = defaults.get(House.class);
    assertEquals(new House(Door.OPEN, 2, 20L << 20, Duration.ofHours(1), "", true), house);
    assertEquals(RequestLimit.parse("3/1m"), defaults.limits().get(Visits.GUESTS));
    assertEquals(Map.of(), defaults.with("limited", "false").limits());
  }

  @Test
  void aFileIsReadLineByLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bongsu.conf");
    Files.writeString(
        file,
        """
        # 우리 집
        front-door = closed
        rooms = 3
        cellar-max = 7k
        nap = 30m
        page = https://example.org/우리집/
        limit-guests = 7/2s
        """);
    Configuration read = defaults.withFile(file);
    House house = read.get(House.class);
    assertEquals(Door.CLOSED, house.frontDoor());
    assertEquals(3, house.rooms());
    assertEquals(7L << 10, house.cellarMax());
    assertEquals(Duration.ofMinutes(30), house.nap());
    assertEquals("https://example.org/우리집", house.page());
    assertEquals(new RequestLimit(7, Duration.ofSeconds(2)), read.limits().get(Visits.GUESTS));
    assertTrue(read.isGiven("nap"));
    assertEquals(read.get(House.class), read.withDefault("nap", "5m").get(House.class));
  }

  @Test
  void errorsNameTheSetting(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bongsu.conf");
    Files.writeString(file, "romms = 3\n");
    InvalidSetting wrong = assertThrows(InvalidSetting.class, () -> defaults.withFile(file));
    assertTrue(wrong.getMessage().contains("romms"), wrong.getMessage());
    Files.write(file, "page = ".concat("\u00fc").getBytes(StandardCharsets.ISO_8859_1));
    assertThrows(InvalidSetting.class, () -> defaults.withFile(file));
    Map<String, String> wrongs =
        Map.of(
            "front-door", "ajar",
            "rooms", "10",
            "cellar-max", "lots",
            "nap", "1d",
            "page", "example.org",
            "limited", "yes",
            "limit-guests", "many");
    wrongs.forEach((name, value) -> {
      InvalidSetting refused =
          assertThrows(InvalidSetting.class, () -> defaults.with(name, value), name);
      assertTrue(refused.getMessage().startsWith(name + " = " + value), refused.getMessage());
    });
  }

  @Test
  void theReferenceHasEverySettingButInternalOnes() {
    String reference = SettingsReference.of(defaults);
    assertTrue(reference.contains("| `front-door` | `open\\|closed` | open | Whether guests"));
    assertTrue(reference.contains("| `page` | `TEXT` | none |"));
    assertTrue(reference.contains("| `limit-guests` | `COUNT/TIME` | 3/1m | How often: guests"));
    assertTrue(!reference.contains("`limited`"));
  }
}
