package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.UserCommand;
import org.bongsu.id.UserId;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.StoredMedia;
import org.bongsu.settings.Configuration;
import org.bongsu.shard.Shards;
import org.bongsu.store.ActiveEpoch;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migration of a single machine's directory to three sites. */
class MigrationTest {
  @TempDir Path directory;

  private Path alone;

  private static Configuration defaults() {
    return Features.defaults(List.of());
  }

  private Configuration config;
  private StoredMedia photo;
  private long[] positions;

  @BeforeEach
  void runAlone() throws Exception {
    alone = directory.resolve("alone");
    config = defaults().with("data", alone.toString());
    DataDirectory.open(config, DataDirectory.Engine.LOCAL).close();
    try (Shards shards =
        Shards.openLocal(
            alone, new ShardMap(config.get(NodeSettings.class).shards()), Clock.systemUTC())) {
      for (int i = 0; i < 40; i++) {
        UserId user = new UserId("@user" + i + ":localhost");
        shards.apply(new UserCommand.RegisterUser(user, null, false, null));
      }
      positions = shards.positions();
    }
    try (MediaSink sink = MediaStore.open(alone.resolve("media")).receive(100)) {
      sink.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      photo = sink.keep();
    }
  }

  private Map<String, String> filesOf(Path tree) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (var files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(
            tree.relativize(file).toString(),
            Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    return all;
  }

  private DataDirectory openSite(Path site) throws IOException {
    return DataDirectory.open(defaults().with("data", site.toString()), DataDirectory.Engine.SITES);
  }

  @Test
  void oneSiteGetsTheFilesAndAllLearnTheLogStart() throws Exception {
    Map<String, String> before = filesOf(alone);
    Path grown = directory.resolve("grown");
    Migration.copy(config, grown, "a", List.of("b", "c"), step -> {});
    assertEquals(before, filesOf(alone), "the single machine's directory was changed");

    for (String site : List.of("a", "b", "c")) {
      try (DataDirectory made = openSite(grown.resolve(site))) {
        assertArrayEquals(positions, made.logBegins().orElseThrow());
        assertFalse(made.isNew());
      }
    }
    for (int shard = 0; shard < positions.length; shard++) {
      String name = "shards/%03d.db".formatted(shard);
      assertEquals(
          new ShardFile(alone.resolve(name)).identity(),
          new ShardFile(grown.resolve("a").resolve(name)).identity());
    }
    assertEquals(
        MediaStore.Verification.INTACT,
        MediaStore.open(grown.resolve("a/media")).verify(photo.hash()));
    assertFalse(Files.exists(grown.resolve("a/log")), "the log of one machine is not needed");
    assertFalse(Files.exists(grown.resolve("b/shards")));
  }

  @Test
  void anEpochTravelsWithTheShards() throws Exception {
    try (Shards shards =
        Shards.openLocal(
            alone, new ShardMap(config.get(NodeSettings.class).shards()), Clock.systemUTC())) {
      shards.begin("later");
    }
    Path grown = directory.resolve("grown");
    Migration.copy(config, grown, "a", List.of("b", "c"), step -> {});
    try (Db first = new ShardFile(grown.resolve("a/shards/000.db")).openWriter()) {
      assertEquals("later", ActiveEpoch.of(first));
    }
  }

  /** As after a kill: the log is ahead of the shard files. */
  @Test
  void entriesThatAreOnlyInTheLogAreMigrated() throws Exception {
    for (int shard = 0; shard < positions.length; shard++) {
      Files.delete(alone.resolve("shards/%03d.db".formatted(shard)));
    }
    Path grown = directory.resolve("grown");
    Migration.copy(config, grown, "a", List.of("b", "c"), step -> {});
    try (DataDirectory made = openSite(grown.resolve("a"))) {
      assertArrayEquals(positions, made.logBegins().orElseThrow());
    }
    assertTrue(new ShardFile(grown.resolve("a/shards/000.db")).identity().position() > 0);
  }

  @Test
  void aRunningServerAndAnEmptyDirectoryAreRefused() throws Exception {
    Path grown = directory.resolve("grown");
    try (DataDirectory running = DataDirectory.open(config, DataDirectory.Engine.LOCAL)) {
      assertFalse(running.isNew());
      assertThrows(
          DataDirectory.InUse.class,
          () -> Migration.copy(config, grown, "a", List.of("b", "c"), step -> {}));
    }
    Configuration nowhere = defaults().with("data", directory.resolve("nowhere").toString());
    assertThrows(
        DataDirectory.Mismatch.class,
        () -> Migration.copy(nowhere, grown, "a", List.of("b", "c"), step -> {}));
    assertFalse(Files.exists(directory.resolve("nowhere")));
  }

  @Test
  void aMigratedDirectoryIsNotServedByMistake() throws Exception {
    DataDirectory.markMigrated(alone, directory.resolve("grown"));
    DataDirectory.Mismatch refused =
        assertThrows(
            DataDirectory.Mismatch.class,
            () -> DataDirectory.open(config, DataDirectory.Engine.LOCAL));
    assertTrue(String.valueOf(refused.getMessage()).contains("grown"), refused.getMessage());
    Files.delete(alone.resolve("grown"));
    DataDirectory.open(config, DataDirectory.Engine.LOCAL).close();
  }
}
