package org.bongsu.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bongsu.contract.Coverage.Recorded;

/**
 * The table {@code docs/conformance.md}: every operation of the specification with the tests that
 * cover it, or the reason why it isn't offered.
 *
 * <p>A row names at most {@value #TESTS_MAX} tests: those that exercise the fewest operations and
 * so are the most specific. Tests that are in the table stay there as long as they cover the
 * operation, so that new tests don't change old rows.
 */
final class ConformanceTable {
  static final int TESTS_MAX = 2;

  private static final String TITLE = "# Conformance with the Matrix client-server API";
  private static final String MISSING = "**not shown by a test**";
  private static final String NOT_OFFERED = "not offered: ";

  /**
   * One row.
   *
   * @param tests {@code some.package.Class#method}
   * @param reason why it isn't offered; empty if it is
   */
  record Row(String operationId, String method, String path, List<String> tests, String reason) {

    private String cells() {
      return "| " + method + " | `" + path + "` | " + operationId + " | " + shown() + " |";
    }

    private String shown() {
      if (!tests.isEmpty()) {
        return String.join("<br>", tests.stream().map(t -> "`" + t + "`").toList());
      }
      return reason.isEmpty() ? MISSING : NOT_OFFERED + reason;
    }

    private static Row parse(String line) {
      String[] cells = line.split("\\|", -1);
      String shown = cells[4].strip();
      List<String> tests = new ArrayList<>();
      String reason = "";
      if (shown.startsWith(NOT_OFFERED)) {
        reason = shown.substring(NOT_OFFERED.length());
      } else if (!shown.equals(MISSING)) {
        for (String test : shown.split("<br>")) {
          tests.add(test.replace("`", ""));
        }
      }
      String path = cells[2].strip().replace("`", "");
      return new Row(cells[3].strip(), cells[1].strip(), path, List.copyOf(tests), reason);
    }
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();

  private void add(Row row) {
    rows.put(row.operationId(), row);
  }

  /** Reads a table that {@link #text()} wrote. */
  static ConformanceTable parse(String text) {
    ConformanceTable table = new ConformanceTable();
    text.lines()
        .filter(line -> line.matches("\\| (GET|PUT|POST|DELETE|PATCH) \\|.*"))
        .map(Row::parse)
        .forEach(table::add);
    return table;
  }

  /** Why operations aren't offered, by operation id. */
  static Map<String, String> notOffered() {
    Map<String, String> reasons = new TreeMap<>();
    try (InputStream in = ConformanceTable.class.getResourceAsStream("not-offered.tsv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] cells = line.split("\t");
          reasons.put(cells[0], cells[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }

  /** The table of a complete run, keeping the rows of the former table that are still true. */
  static ConformanceTable of(
      List<Operation> operations,
      Map<String, String> notOffered,
      Recorded recorded,
      ConformanceTable former) {
    ConformanceTable table = new ConformanceTable();
    Map<String, Integer> breadth = breadth(recorded);
    for (Operation operation : operations) {
      Set<String> covering = recorded.tests(operation.id());
      List<String> tests = new ArrayList<>(former.tests(operation.id()));
      tests.retainAll(covering);
      covering.stream()
          .filter(t -> t.contains("#") && !tests.contains(t))
          .sorted(Comparator.comparing((String t) -> breadth.get(t)).thenComparing(t -> t))
          .limit(Math.max(0, TESTS_MAX - tests.size()))
          .forEach(tests::add);
      String reason = tests.isEmpty() ? notOffered.getOrDefault(operation.id(), "") : "";
      table.add(
          new Row(
              operation.id(), operation.method(), operation.path(), List.copyOf(tests), reason));
    }
    return table;
  }

  private static Map<String, Integer> breadth(Recorded recorded) {
    Map<String, Integer> breadth = new TreeMap<>();
    recorded
        .covered()
        .values()
        .forEach(tests -> tests.forEach(t -> breadth.merge(t, 1, Integer::sum)));
    return breadth;
  }

  private List<String> tests(String operationId) {
    return rows.containsKey(operationId) ? rows.get(operationId).tests() : List.of();
  }

  /**
   * The differences between this committed table and a complete run, one sentence each.
   *
   * @param operations of the specification
   */
  List<String> differences(
      List<Operation> operations, Map<String, String> notOffered, Recorded recorded) {
    List<String> differences = new ArrayList<>();
    for (Operation operation : operations) {
      Row row = rows.get(operation.id());
      if (row == null) {
        differences.add(operation.id() + " has no row");
        continue;
      }
      Set<String> covering = recorded.tests(operation.id());
      for (String test : row.tests()) {
        if (!covering.contains(test)) {
          differences.add(operation.id() + " is no longer covered by " + test);
        }
      }
      boolean covered = covering.stream().anyMatch(t -> t.contains("#"));
      if (row.tests().isEmpty() && covered) {
        differences.add(operation.id() + " is now covered, and the table doesn't say so");
      }
      if (covered && notOffered.containsKey(operation.id())) {
        differences.add(operation.id() + " is covered, and not-offered.tsv says it isn't offered");
      }
      if (!covered && !row.reason().equals(notOffered.getOrDefault(operation.id(), ""))) {
        differences.add(operation.id() + " has another reason in not-offered.tsv");
      }
    }
    Set<String> known = Set.copyOf(operations.stream().map(Operation::id).toList());
    rows.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> differences.add(id + " has a row, and the specification doesn't know it"));
    notOffered.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> differences.add(id + " is in not-offered.tsv, and nowhere else"));
    return differences;
  }

  /** The Markdown. */
  String text() {
    long covered = rows.values().stream().filter(r -> !r.tests().isEmpty()).count();
    long refused = rows.values().stream().filter(r -> !r.reason().isEmpty()).count();
    StringBuilder text = new StringBuilder(TITLE).append("\n\n");
    text.append("Generated from a complete run of the tests; they compare it both ways. Write it");
    text.append(" again with\n`mvn -pl features/matrix -am test -Dconformance.write=true`.");
    text.append("\nA test is named if a success of the operation, valid under the");
    text.append(" specification's schema,\nwas seen; two tests at most.\n\n");
    text.append("Of ").append(rows.size()).append(" operations ").append(covered);
    text.append(" are shown by tests, ").append(refused).append(" are not offered, ");
    text.append(rows.size() - covered - refused).append(" are not shown.\n\n");
    text.append("| method | path | operation | shown by |\n|---|---|---|---|\n");
    rows.values().forEach(row -> text.append(row.cells()).append('\n'));
    return text.toString();
  }
}
