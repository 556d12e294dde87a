package org.bongsu.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The tables of a shard, as numbered migrations. A file says in {@code PRAGMA user_version} how far
 * it has come; a file from a newer program is refused, because its rows may mean something else.
 *
 * <p>Version 1 stands in one resource for each subject, {@code schema/1/SUBJECT.sql}.
 */
final class Schema {
  /** What each version adds; the position in this list plus one is the version. */
  private static final List<List<String>> MIGRATIONS =
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
          List.of("schema/2/timers.sql"));

  private Schema() {}

  static int newest() {
    return MIGRATIONS.size();
  }

  /**
   * Brings a file to the newest version, in one transaction.
   *
   * @throws StoreTooNew where the file was written by a newer program
   */
  static void migrate(Db db, String name) {
    int version = (int) db.number("PRAGMA user_version").orElse(0);
    if (version > newest()) {
      throw new StoreTooNew(name, version, newest());
    }
    if (version == newest()) {
      return;
    }
    db.execute("BEGIN IMMEDIATE"); // where a step fails the connection is closed, which rolls back
    for (List<String> step : MIGRATIONS.subList(version, newest())) {
      step.forEach(resource -> run(db, resource));
    }
    db.execute("PRAGMA user_version = " + newest());
    db.execute("COMMIT");
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
