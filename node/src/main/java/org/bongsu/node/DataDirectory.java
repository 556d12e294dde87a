package org.bongsu.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.log.DurableFile;
import org.bongsu.settings.Configuration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data directory of a node. It is locked by one process at a time; the first start writes a
 * mark with what must not change later (server name, number of shards).
 */
public final class DataDirectory implements AutoCloseable {
  private static final String MARK = "bongsu.json";
  private static final String GROWN = "grown";
  private static final String DEFAULT_SERVER_NAME = "localhost";

  /** The version of the directory's layout; newer programs may write a higher one. */
  private static final int FORMAT = 1;

  private final Path path;
  private final FileChannel channel;
  private final boolean isNew;
  private final String serverName;
  private final int shards;
  private final Optional<long[]> logBegins;

  /** Which log the shards of a directory use. */
  public enum Engine {
    /** Files in the same directory, on a single machine. */
    LOCAL,
    /** The log that all sites share. */
    SITES
  }

  /** Another process uses the directory. */
  public static final class InUse extends RuntimeException {
    InUse(Path data) {
      super(data + " is in use by another Bongsu");
    }
  }

  /** The directory does not fit the configuration or this program. */
  public static final class Mismatch extends RuntimeException {
    Mismatch(String message) {
      super(message);
    }
  }

  private DataDirectory(NodeSettings config, Engine engine, FileChannel channel)
      throws IOException {
    this.path = config.data();
    this.channel = channel;
    Path mark = path.resolve(MARK);
    this.isNew = !Files.exists(mark);
    ObjectNode made = isNew ? mark(config, engine) : read(mark);
    if (made.path("format").asInt(FORMAT) > FORMAT) {
      throw new Mismatch(path + " was made by a newer Bongsu: start that one");
    }
    requireNotGrown();
    requireEngine(engine, made.path("engine").asString("local"));
    this.serverName = made.path("server_name").asString("");
    this.shards = made.path("shards").asInt(0);
    this.logBegins =
        made.path("log_begins") instanceof ArrayNode begins
            ? Optional.of(begins.valueStream().mapToLong(JsonNode::asLong).toArray())
            : Optional.empty();
    if (!config.serverName().isEmpty() && !config.serverName().equals(serverName)) {
      throw new Mismatch(
          "%s belongs to the server %s, not %s: the name is part of every user id"
              .formatted(path, serverName, config.serverName()));
    }
  }

  /**
   * Opens a data directory, or creates it.
   *
   * @throws InUse if another process uses it
   * @throws Mismatch if it belongs to another server, to a newer Bongsu, or to another user
   */
  public static DataDirectory open(Configuration configuration, Engine engine) throws IOException {
    NodeSettings config = configuration.get(NodeSettings.class);
    Files.createDirectories(config.data());
    FilePermissions.makePrivate(config.data());
    FileChannel channel =
        FileChannel.open(
            config.data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!lock(channel)) {
        throw new InUse(config.data());
      }
      return new DataDirectory(config, engine, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /**
   * Checks that a directory has been created before.
   *
   * @throws Mismatch if it is not a data directory
   */
  static void requireMade(Path data) {
    if (!Files.exists(data.resolve(MARK))) {
      throw new Mismatch(data + " is no data directory of Bongsu");
    }
  }

  /** Refuses a migrated directory, as two deployments would continue under the same name. */
  private void requireNotGrown() throws IOException {
    Path grown = path.resolve(GROWN);
    if (Files.exists(grown)) {
      throw new Mismatch(
          ("%s has grown into several sites (%s): it is served there. To serve its old state"
                  + " nonetheless, delete %s")
              .formatted(path, Files.readString(grown).strip(), grown));
    }
  }

  /**
   * Records that several sites continue from this directory, which is no longer served.
   *
   * @param to the directory that was made for them
   */
  public static void markMigrated(Path data, Path to) throws IOException {
    writeTo(data, GROWN, to.toAbsolutePath() + "\n");
  }

  /** Marks a restored directory as a single machine's. */
  public static void markRestored(Path data, String serverName, int shards) throws IOException {
    writeTo(data, MARK, Json.text(mark(serverName, Engine.LOCAL, shards)));
  }

  /** Marks a new directory as a site's whose shards begin at these positions of the log. */
  void markSite(Path site, long[] begins) throws IOException {
    ObjectNode mark = mark(serverName, Engine.SITES, shards);
    Arrays.stream(begins).forEach(mark.putArray("log_begins")::add);
    writeTo(site, MARK, Json.text(mark));
  }

  /** Refuses another log than the one that the shards were made from. */
  private void requireEngine(Engine wanted, String made) {
    if (!made.equals(nameOf(wanted))) {
      throw new Mismatch(
          made.equals("sites")
              ? path + " belongs to one of several sites: it is served with bongsu site"
              : path + " belongs to a single machine: it is served with bongsu serve");
    }
  }

  private static String nameOf(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }

  private ObjectNode mark(NodeSettings config, Engine engine) throws IOException {
    String name = config.serverName().isEmpty() ? DEFAULT_SERVER_NAME : config.serverName();
    ObjectNode first = mark(name, engine, config.shards());
    write(MARK, Json.text(first));
    return first;
  }

  private static ObjectNode mark(String serverName, Engine engine, int shards) {
    return Json.object()
        .put("format", FORMAT)
        .put("engine", nameOf(engine))
        .put("server_name", serverName)
        .put("shards", shards);
  }

  private static ObjectNode read(Path mark) throws IOException {
    try {
      return Json.object(Files.readString(mark));
    } catch (MalformedJson | ClassCastException e) {
      throw new Mismatch(mark + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether this is the first start. */
  public boolean isNew() {
    return isNew;
  }

  /** How many shards the deployment has. */
  int shards() {
    return shards;
  }

  /**
   * The position at which the log of all sites begins, for each shard; empty if it began at 0. A
   * site whose data ends before that copies another site's.
   */
  public Optional<long[]> logBegins() {
    return logBegins;
  }

  /** The configuration, with the values that the directory fixes. */
  Configuration complete(Configuration configuration) {
    return configuration.with("server-name", serverName).with("shards", Integer.toString(shards));
  }

  /** The secret of this name; created on first use, readable for the owner only. */
  public String secret(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      write(name, new SecureRandomSource().letters(48) + "\n");
    }
    return Files.readString(file).strip();
  }

  /** Replaces a small file atomically; only the owner can read it. */
  void write(String name, String text) throws IOException {
    writeTo(path, name, text);
  }

  private static void writeTo(Path path, String name, String text) throws IOException {
    DurableFile.replace(path.resolve(name), text.getBytes(StandardCharsets.UTF_8));
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
