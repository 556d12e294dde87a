package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.log.LogDamaged;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose data is lost, or older than what its clients have seen, does not pretend. */
class LostDataTest {
  @TempDir Path directory;

  private Path data;
  private Path older;

  @BeforeEach
  void name() {
    data = directory.resolve("data");
    older = directory.resolve("older");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (Files.isRegularFile(file)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aServerWhoseLogAndShardsAreGoneDoesNotStartEmpty() throws IOException {
    try (RunningServer server = RunningServer.open(data)) {
      MatrixClient.anonymous(server.url()).registerUser("minji");
    }
    delete(data.resolve("log"));
    delete(data.resolve("shards"));
    String why = assertThrows(LogDamaged.class, () -> RunningServer.open(data)).getMessage();
    assertTrue(why.contains("files of the log or of the shards are missing"), why);
  }

  @Test
  void aClientThatHasSeenMoreThanTheRestoredDataStartsAnew() throws IOException {
    String since;
    MatrixClient minji;
    String room;
    try (RunningServer server = RunningServer.open(data)) {
      minji = MatrixClient.anonymous(server.url()).registerUser("minji");
      room = minji.createRoom();
      minji.sendText(room, "복구된 말");
    }
    copy(data, older);
    try (RunningServer server = RunningServer.open(data)) {
      minji = minji.at(server.url());
      minji.sendText(room, "불탄 말");
      since = minji.sync().text("next_batch");
    }
    try (RunningServer server = RunningServer.open(older)) {
      Answer again = minji.at(server.url()).sync(since);
      List<String> bodies =
          again
              .path("rooms.join")
              .path(room)
              .path("timeline")
              .path("events")
              .valueStream()
              .map(event -> event.path("content").path("body").asString(""))
              .filter(body -> !body.isEmpty())
              .toList();
      assertEquals(List.of("복구된 말"), bodies);
      minji.at(server.url()).sync(again.text("next_batch")).expect(200);
    }
  }
}
