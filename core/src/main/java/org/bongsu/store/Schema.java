package org.bongsu.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The tables of a shard, in numbered versions. A file's version is the level of its shard, stored
 * in {@code PRAGMA user_version}. A program that does not know the version refuses the file,
 * because its rows may have another meaning.
 *
 * <p>The tables of a version are created when a program that knows it opens the file, and are used
 * once that level is active. Until then a program of the previous version can still open the file.
 * A later version may therefore only add tables and indexes, with {@code IF NOT EXISTS}; additional
 * columns go into a table of their own.
 *
 * <p>Each version has one resource per subject, {@code schema/VERSION/SUBJECT.sql}.
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
          List.of("schema/2/shard.sql", "schema/2/timers.sql"),
          List.of("schema/3/usage.sql", "schema/3/redactions.sql", "schema/3/erasures.sql"),
          List.of("schema/4/references.sql", "schema/4/media.sql"),
          List.of("schema/5/revocations.sql", "schema/5/epoch.sql", "schema/5/seal.sql"));

  private static final Pattern TABLE = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");

  private Schema() {}

  static int newest() {
    return VERSIONS.size();
  }

  /**
   * Creates the tables that a file lacks, in one transaction. A new file has version 1.
   *
   * @param known the newest version that the program accepts; lower than the newest only in tests
   *     of an older program
   * @throws StoreTooNew if the file has a newer version
   */
  static void complete(Db db, String name, int known) {
    int version = version(db);
    if (version > known) {
      throw new StoreTooNew(name, version, known);
    }
    if (version >= newest()) {
      return;
    }
    db.execute("BEGIN IMMEDIATE"); // if a step fails, the connection is closed, which rolls back
    for (List<String> step : VERSIONS.subList(version == 0 ? 0 : 1, newest())) {
      step.forEach(resource -> run(db, resource));
    }
    db.execute("PRAGMA user_version = " + Math.max(version, 1));
    db.execute("COMMIT");
  }

  /** The version of a file; 0 if it has no tables. */
  static int version(Db db) {
    return (int) db.number("PRAGMA user_version").orElse(0);
  }

  /** Sets the file's version; once the transaction is committed, older programs refuse the file. */
  static void require(Db db, int version) {
    db.execute("PRAGMA user_version = " + version);
  }

  /** The tables of all versions up to one, in order of creation, without full-text indexes. */
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
