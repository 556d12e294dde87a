package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.UserCommand;
import org.bongsu.id.UserId;
import org.bongsu.log.FatalError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node must not go on without one of its threads; whatever supervises it starts it again. */
class FatalErrorTest {
  @TempDir Path data;

  /** A process whose shard meets an error in the middle of its work. */
  static final class Doomed {
    private Doomed() {}

    public static void main(String[] arguments) throws Exception {
      Shards shards = Shards.openLocal(Path.of(arguments[0]), new ShardMap(1), Clock.systemUTC());
      shards.subscribe((shard, next, changes) -> {
        if (!changes.isEmpty()) {
          throw new OutOfMemoryError("in a test");
        }
      });
      shards.apply(new UserCommand.RegisterUser(new UserId("@a:example.org"), null, false, null));
    }
  }

  @Test
  void anErrorInAShardsThreadEndsTheProcessAndNothingIsLost() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName(),
                data.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
    assertEquals(FatalError.STATUS, process.exitValue(), output);
    assertTrue(output.contains("the process ends: an error in shard 0"), output);
    try (Shards again = Shards.openLocal(data, new ShardMap(1), Clock.systemUTC())) {
      List<String> users =
          again
              .readers()
              .read(0, db -> db.list("SELECT user FROM account", row -> row.getString(1)));
      assertEquals(List.of("@a:example.org"), users);
    }
  }
}
