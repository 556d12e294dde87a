package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.Coverage.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceRulesTest {
  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.beyond("GET", "/a"),
          Operation.beyond("GET", "/b"),
          Operation.beyond("PUT", "/c"));

  private static final Map<String, String> NOT_OFFERED = Map.of("PUT /c", "nobody needs it");

  @TempDir Path folder;

  private Recorded recorded(String... operationThenTest) {
    Coverage coverage = new Coverage(folder, "run" + System.nanoTime());
    for (int i = 0; i < operationThenTest.length; i += 2) {
      coverage.record(operationThenTest[i], 200, operationThenTest[i + 1]);
    }
    return Coverage.read(folder, coverage.name());
  }

  private static ConformanceTable table(Recorded recorded) {
    ConformanceTable empty = ConformanceTable.parse("");
    return ConformanceTable.parse(
        ConformanceTable.of(OPERATIONS, NOT_OFFERED, recorded, empty).text());
  }

  @Test
  void aTableAgreesWithTheRunThatItWasMadeFrom() {
    Recorded run = recorded("GET /a", "A#one", "GET /a", "A#two", "GET /b", "A#two");
    assertEquals(List.of(), table(run).differences(OPERATIONS, NOT_OFFERED, run));
    assertTrue(table(run).text().contains("2 are shown by tests, 1 are not offered"));
    assertTrue(table(run).text().contains("not offered: nobody needs it"));
  }

  @Test
  void aRowThatHasLostItsTestIsADifference() {
    ConformanceTable table = table(recorded("GET /a", "A#one", "GET /b", "B#one"));
    assertEquals(
        List.of("GET /b is no longer covered by B#one"),
        table.differences(OPERATIONS, NOT_OFFERED, recorded("GET /a", "A#one")));
  }

  @Test
  void aNewPassIsADifference() {
    ConformanceTable table = table(recorded("GET /a", "A#one"));
    assertEquals(
        List.of("GET /b is now covered, and the table doesn't say so"),
        table.differences(OPERATIONS, NOT_OFFERED, recorded("GET /a", "A#one", "GET /b", "B#one")));
  }

  @Test
  void aFurtherTestOfACoveredOperationIsNone() {
    ConformanceTable table = table(recorded("GET /a", "A#one"));
    Recorded more = recorded("GET /a", "A#one", "GET /a", "A#two");
    assertEquals(List.of(), table.differences(OPERATIONS, NOT_OFFERED, more));
  }

  @Test
  void whatIsCoveredCannotBeNotOffered() {
    ConformanceTable table = table(recorded("GET /a", "A#one"));
    Recorded run = recorded("GET /a", "A#one", "PUT /c", "C#one");
    assertFalse(table.differences(OPERATIONS, NOT_OFFERED, run).isEmpty());
  }

  @Test
  void testsOnceNamedStayNamed() {
    ConformanceTable first = table(recorded("GET /a", "Z#broad", "GET /b", "Z#broad"));
    Recorded more =
        recorded("GET /a", "Z#broad", "GET /b", "Z#broad", "GET /a", "A#x", "GET /a", "A#y");
    String text = ConformanceTable.of(OPERATIONS, NOT_OFFERED, more, first).text();
    assertTrue(text.contains("`Z#broad`<br>`A#x` |"), text);
  }

  @Test
  void refusalsAndOtherRunsCoverNothing() {
    Coverage coverage = new Coverage(folder, "here");
    coverage.record("GET /a", 404, "A#one");
    new Coverage(folder, "elsewhere").record("GET /b", 200, "B#one");
    assertEquals(Map.of(), Coverage.read(folder, "here").covered());
  }
}
