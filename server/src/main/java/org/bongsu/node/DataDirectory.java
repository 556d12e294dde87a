package org.bongsu.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The directory that holds everything: locked by one process at a time, and marked by the first
 * start with what may not change later (server name, number of shards).
 */
final class DataDirectory implements AutoCloseable {
  private static final String MARK = "bongsu.json";

  private final FileChannel channel;

  /** Another process works with the directory. */
  static final class InUse extends RuntimeException {
    InUse(Path data) {
      super(data + " is in use by another Bongsu");
    }
  }

  /** The directory belongs to a deployment that was made otherwise. */
  static final class Mismatch extends RuntimeException {
    Mismatch(String message) {
      super(message);
    }
  }

  private DataDirectory(FileChannel channel) {
    this.channel = channel;
  }

  static DataDirectory open(ServerConfig config) throws IOException {
    Files.createDirectories(config.data());
    FileChannel channel =
        FileChannel.open(
            config.data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new InUse(config.data());
    }
    try {
      compareMark(config);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return new DataDirectory(channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  private static void compareMark(ServerConfig config) throws IOException {
    Path mark = config.data().resolve(MARK);
    if (!Files.exists(mark)) {
      ObjectNode first =
          Json.object().put("server_name", config.serverName()).put("shards", config.shards());
      Files.writeString(mark, Json.text(first));
      return;
    }
    ObjectNode made = Json.object(Files.readString(mark));
    String name = made.path("server_name").asString("");
    int shards = made.path("shards").asInt(0);
    if (!name.equals(config.serverName())) {
      throw new Mismatch(
          "%s belongs to the server %s, not %s: the name is part of every user id"
              .formatted(config.data(), name, config.serverName()));
    }
    if (shards != config.shards()) {
      throw new Mismatch("%s has %d shards".formatted(config.data(), shards));
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
