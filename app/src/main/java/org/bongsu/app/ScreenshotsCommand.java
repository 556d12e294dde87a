package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bongsu.node.Directories;
import org.bongsu.node.Node;
import org.bongsu.settings.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes pictures of the web client. */
@Command(
    name = "screenshots",
    description = {
      "Takes screenshots of the web client, in both languages and themes, "
          + "for phone and desktop.",
      "Starts a server with sample data. Needs Chromium and the sources."
    })
final class ScreenshotsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The output directory.")
  Path directory = Path.of("screenshots");

  @Override
  public Integer call() throws Exception {
    Path web = Path.of(System.getProperty("bongsu.home", ".")).resolve("web");
    if (!Files.isDirectory(web.resolve("node_modules"))) {
      throw new IllegalArgumentException("the sources of the web client are not here: " + web);
    }
    Path data = Files.createTempDirectory("bongsu-screenshots");
    try (Node node = Node.start(config(data), AllFeatures.LIST)) {
      return take(web, node);
    } finally {
      Directories.delete(data);
    }
  }

  private static Configuration config(Path data) {
    return AllFeatures.defaults()
        .with("port", "0")
        .with("data", data.toString())
        .with("server-name", "bongsu.example")
        .with("registration", "open")
        .with("limited", "false");
  }

  private int take(Path web, Node node) throws IOException, InterruptedException {
    ProcessBuilder script =
        new ProcessBuilder(List.of("npm", "run", "--silent", "screenshots"))
            .directory(web.toFile())
            .inheritIO();
    script.environment().put("BONGSU_URL", node.url().toString());
    script
        .environment()
        .put("BONGSU_SCREENSHOTS", directory.toAbsolutePath().normalize().toString());
    return script.start().waitFor();
  }
}
