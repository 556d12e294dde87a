package org.bongsu.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.bench.Bench;
import org.bongsu.bench.BenchOptions;
import org.bongsu.bench.Part;
import org.bongsu.node.Node;
import org.bongsu.settings.ServerConfig;
import picocli.CommandLine.Command;

/**
 * Serves a few people for some seconds, in this process and in a directory that is deleted
 * afterwards. The launcher runs it once after a build with {@code -XX:AOTCacheOutput} (JEP 514), so
 * that later starts find the classes that a server needs loaded and linked.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Shows Java what a server does, for an archive that makes it start faster.")
final class TrainCommand implements Callable<Integer> {
  private static final String SECRET = "train";

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("bongsu-train");
    ServerConfig config =
        ServerConfig.usual()
            .change(draft -> {
              draft.port = 0;
              draft.data = directory;
              draft.registrationSecret = SECRET;
            })
            .with("limited", "false")
            .with("password-memory", "64");
    try (Node node = Node.start(config)) {
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Bench.run(load(node, directory), nowhere);
    } finally {
      Directories.delete(directory);
    }
    return 0;
  }

  private static BenchOptions load(Node node, Path directory) {
    BenchOptions.Target target =
        new BenchOptions.Target(
            Optional.of(node.url()),
            Optional.of(SECRET),
            OptionalLong.empty(),
            Optional.of(directory));
    BenchOptions.Crowd crowd =
        new BenchOptions.Crowd(OptionalInt.of(8), OptionalInt.of(4), OptionalInt.of(4), 1);
    return new BenchOptions(
        target,
        crowd,
        new BenchOptions.Load(4, 1, OptionalInt.of(50), false),
        Set.of(Part.SENDS, Part.SYNC),
        BenchOptions.Output.NONE,
        new BenchOptions.Scale(1, 200, 200, 200, 1, 2, 4, 10, 1));
  }
}
