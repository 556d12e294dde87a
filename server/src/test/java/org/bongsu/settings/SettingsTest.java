package org.bongsu.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration: file, values, and its reference. */
class SettingsTest {
  private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

  @Test
  void theReferenceIsWhatTheCodeReads() throws IOException {
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(REFERENCE, Settings.describe());
    }
    assertEquals(Settings.describe(), Files.readString(REFERENCE), "docs/configuration.md is old");
  }

  /** What the reference calls usual is what holds where nothing is said. */
  @Test
  void theUsualValuesAreTheOnesThatHold() {
    ServerConfig usual = ServerConfig.usual();
    for (Settings.Setting setting : Settings.list()) {
      boolean described = setting.usual().contains(" ") || setting.usual().equals("none");
      if (!described && !setting.name().equals("server-name")) {
        assertEquals(usual, usual.with(setting.name(), setting.usual()), setting.name());
      }
    }
  }

  @Test
  void aFileIsReadLineByLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bongsu.conf");
    Files.writeString(
        file,
        """
        # 우리 동아리
        server-name = club.example.org
        port = 8448
        registration = token
        registration-secret = 아주 비밀
        access-token-life = 30m
        upload-max = 20m
        limit-sends = 7/2s
        limited = true
        """);
    ServerConfig config = ServerConfig.usual().change(draft -> read(draft, file));
    assertEquals("club.example.org", config.serverName());
    assertEquals(8448, config.port());
    assertEquals(ServerConfig.Registration.TOKEN, config.registration());
    assertEquals("아주 비밀", config.registrationSecret());
    assertEquals(Duration.ofMinutes(30), config.accessTokenLife());
    assertEquals(20L << 20, config.uploadBytesMax());
    assertEquals(
        new RequestLimit(7, Duration.ofSeconds(2)), config.limits().get(RequestKind.SENDS));
    assertEquals(Map.of(), config.with("limited", "false").limits());
  }

  private static void read(ServerConfig.Draft draft, Path file) {
    try {
      Settings.readFile(draft, file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsWrongIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bongsu.conf");
    Files.writeString(file, "prot = 80\n");
    Settings.Wrong wrong =
        assertThrows(
            Settings.Wrong.class, () -> ServerConfig.usual().change(draft -> read(draft, file)));
    assertTrue(wrong.getMessage().contains("prot"), wrong.getMessage());
    Map<String, String> wrongs =
        Map.of(
            "port", "70000",
            "registration", "maybe",
            "server-name", "a b",
            "public-url", "chat.example.org",
            "access-token-life", "1d",
            "upload-max", "lots",
            "limited", "yes",
            "limit-sends", "many");
    wrongs.forEach((name, value) -> {
      Settings.Wrong refused =
          assertThrows(Settings.Wrong.class, () -> ServerConfig.usual().with(name, value), name);
      assertTrue(refused.getMessage().contains(name), refused.getMessage());
    });
  }
}
