package org.bongsu.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tables of a shard, as numbered versions; the version of a file is the level that its log has
 * come to. A file says in {@code PRAGMA user_version} which that is, and a program that does not
 * know it refuses the file, because its rows may mean something else.
 *
 * <p>What a version adds is made when a program that knows it opens the file, and is used from that
 * level on. Until then a program of the version before may have the file back. So a version adds
 * tables and indexes only, and only where they are not there yet; columns of a known table it would
 * add as a table of their own.
 *
 * <p>Each version stands in one resource for each subject, {@code schema/VERSION/SUBJECT.sql}.
 */
final class Schema {
  /** What each version adds; the position in this list plus one is the version. */
  private static final List<List<String>> VERSIONS =
      List.of(
          List.of(
              "schema/1/shard.sql",
              "schema/1/rooms.sql",
              "schema/1/accounts.sql",
              "schema/1/accountdata.sql",
              "schema/1/aliases.sql",
              "schema/1/keys.sql",
              "schema/1/media.sql",
              "schema/1/search.sql"),
          List.of("schema/2/shard.sql", "schema/2/timers.sql"));

  private static final Pattern TABLE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");

  private Schema() {}

  static int newest() {
    return VERSIONS.size();
  }

  /**
   * Makes what a file lacks of the newest version, in one transaction. A new file is of the first.
   *
   * @param known the newest version that the program takes; another one than the newest only where
   *     a test has to do with an older program
   * @throws StoreTooNew where a newer one holds in the file
   */
  static void complete(Db db, String name, int known) {
    int version = version(db);
    if (version > known) {
      throw new StoreTooNew(name, version, known);
    }
    if (version >= newest()) {
      return;
    }
    db.execute("BEGIN IMMEDIATE"); // where a step fails the connection is closed, which rolls back
    for (List<String> step : VERSIONS.subList(version == 0 ? 0 : 1, newest())) {
      step.forEach(resource -> run(db, resource));
    }
    db.execute("PRAGMA user_version = " + Math.max(version, 1));
    db.execute("COMMIT");
  }

  /** The version that holds in a file; 0 for one without tables. */
  static int version(Db db) {
    return (int) db.number("PRAGMA user_version").orElse(0);
  }

  /** From the end of this transaction on, programs that do not know a version refuse the file. */
  static void require(Db db, int version) {
    db.execute("PRAGMA user_version = " + version);
  }

  /** The tables that versions up to one have added, in order; full-text indexes are none. */
  static List<String> tables(int version) {
    return VERSIONS.subList(0, Math.min(version, newest())).stream()
        .flatMap(List::stream)
        .flatMap(resource -> TABLE.matcher(read(resource)).results())
        .map(found -> found.group(1))
        .toList();
  }

  private static void run(Db db, String resource) {
    StringBuilder statement = new StringBuilder();
    for (String line : read(resource).split("\n", -1)) {
      String code = line.contains("--") ? line.substring(0, line.indexOf("--")) : line;
      statement.append(code).append('\n');
      if (code.stripTrailing().endsWith(";")) {
        db.execute(statement.toString());
        statement.setLength(0);
      }
    }
  }

  private static String read(String resource) {
    try (InputStream in = Schema.class.getResourceAsStream("/org/bongsu/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("not in this build: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
