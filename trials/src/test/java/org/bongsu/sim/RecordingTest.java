package org.bongsu.sim;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bongsu.command.CommandLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Rewrites the recorded log, which a test in core replays. */
class RecordingTest {
  @Test
  @EnabledIfSystemProperty(named = "recording.write", matches = "true")
  void write(@TempDir Path directory) throws Exception {
    Path file =
        Path.of("../core/src/test/resources/recorded", "v" + CommandLevels.NEWEST + ".jsonl");
    Files.createDirectories(file.getParent());
    Files.write(file, Recording.make(directory));
  }
}
