package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bongsu.node.AdminClient;
import org.bongsu.settings.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** The command line: its options, and one line for each failure. */
class MainTest {
  @TempDir Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private int withInput(String text, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private void assertFails(String why, String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(1, run(arguments));
    assertTrue(err.toString().contains(why), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
  }

  @Test
  void theHelpKnowsEverySetting() {
    assertEquals(0, run("help", "serve"));
    for (Configuration.Description setting : AllFeatures.defaults().describe()) {
      boolean shown = out.toString().contains("--" + setting.name());
      assertEquals(!setting.internal(), shown, setting.name());
    }
    assertEquals(2, run("user"));
    assertEquals(2, run("fly"));
  }

  @Test
  void anAccountIsMadeFromAPasswordOnStandardInput() throws Exception {
    String folder = data.toString();
    assertEquals(0, withInput("비밀 암호\n", "user", "add", "bora", "--admin", "--data", folder));
    assertEquals(0, run("user", "reset-password", "bora", "--generate", "--data", folder));
    assertEquals(
        0, run("user", "token", "club", "--uses", "2", "--expires", "2d", "--data", folder));
    assertEquals(0, run("user", "list-tokens", "--data", folder));
    assertEquals(0, run("user", "list", "--data", folder));
    Configuration config = AllFeatures.defaults().with("data", folder);
    JsonNode users =
        AdminClient.ask(config, AllFeatures.LIST, AdminClient.question("list-users")).path("users");
    assertEquals("@bora:localhost", users.path(0).path("user_id").asString(""));
    assertTrue(users.path(0).path("admin").booleanValue());
    assertEquals(0, run("user", "deactivate", "@bora:localhost", "--data", folder));
    assertFails("no account", "user", "lock", "bora", "--data", folder);
    assertEquals(1, withInput("", "user", "add", "dara", "--data", folder));
    assertFails("--expires", "user", "token", "--expires", "soon", "--data", folder);
  }

  @Test
  void whatGoesWrongAtTheStartIsOneLine(@TempDir Path other) throws Exception {
    Path file = Files.writeString(data.resolve("file"), "x");
    assertFails("is a file", "serve", "--data", file.toString());
    assertFails("port", "serve", "--port", "lots");
    assertFails("there is no file", "serve", "--config", data.resolve("none").toString());
    Files.writeString(file, "prot = 80");
    assertFails("there is no setting prot", "serve", "--config", file.toString());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertFails("something else listens", "serve", "--port", port, "--data", other.toString());
    }
    assertFails(
        "belongs to the server localhost",
        "serve",
        "--data",
        other.toString(),
        "--server-name",
        "other.example.org");
  }

  @Test
  void aFullDiskIsNamed() {
    assertTrue(
        Failures.describe(new java.io.IOException("No space left on device")).contains("no space"));
    assertFalse(Failures.describe(new java.io.IOException("else")).contains("no space"));
  }

  @Test
  void theLanguageIsTheEnvironments() {
    assertEquals(Language.KO, Language.of(Map.of("LANG", "ko_KR.UTF-8")));
    assertEquals(Language.EN, Language.of(Map.of("LANG", "ko_KR.UTF-8", "LC_ALL", "C")));
    assertEquals(Language.EN, Language.of(Map.of()));
  }
}
