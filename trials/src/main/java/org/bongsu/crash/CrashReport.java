package org.bongsu.crash;

import java.util.List;

/**
 * The result of a trial.
 *
 * @param entries of the log that were replayed and compared
 * @param retries requests that got no answer and were sent again
 * @param backMillis from each start of the process to its first answer, or from the disk's return
 *     to the first write
 * @param differences between the server's stores and a replay of its log
 * @param unexplained answers that no fault explains
 */
public record CrashReport(
    CrashOptions options,
    long acknowledged,
    long lost,
    long doubled,
    long reordered,
    long tokensLost,
    long keysClaimed,
    List<String> keysClaimedTwice,
    long retries,
    long entries,
    List<Long> backMillis,
    List<String> differences,
    List<String> unexplained) {

  /** Combines what was recorded during a trial and what was found after it. */
  static CrashReport of(
      CrashOptions options,
      Judge.Verdict verdict,
      Ledger ledger,
      KeptLog kept,
      List<Long> backMillis,
      List<String> differences) {
    return new CrashReport(
        options,
        verdict.acknowledged(),
        verdict.lost(),
        verdict.doubled(),
        verdict.reordered(),
        verdict.tokensLost(),
        ledger.keysClaimed(),
        ledger.keysClaimedTwice(),
        ledger.retries.get(),
        kept.entries(),
        backMillis,
        List.copyOf(differences),
        ledger.unexplained());
  }

  public boolean passed() {
    return acknowledged > 0
        && lost == 0
        && doubled == 0
        && reordered == 0
        && tokensLost == 0
        && keysClaimedTwice.isEmpty()
        && differences.isEmpty()
        && unexplained.isEmpty();
  }

  /** A table for people. */
  public String table() {
    StringBuilder table = new StringBuilder();
    row(table, "rounds", options.rounds());
    row(table, "messages acknowledged", acknowledged);
    row(table, "  lost", lost);
    row(table, "  doubled", doubled);
    row(table, "  out of order", reordered);
    row(table, "one-time keys claimed", keysClaimed);
    row(table, "  given twice", keysClaimedTwice.size());
    row(table, "logins lost", tokensLost);
    row(table, "requests sent again", retries);
    row(table, "entries replayed", entries);
    row(table, "  differences", differences.size());
    row(table, "back after, median ms", median(backMillis));
    row(table, "back after, longest ms", backMillis.stream().mapToLong(t -> t).max().orElse(0));
    differences.forEach(line -> table.append(line).append('\n'));
    keysClaimedTwice.forEach(key -> table.append("given twice: ").append(key).append('\n'));
    unexplained.forEach(line -> table.append("not explained: ").append(line).append('\n'));
    return table.append(passed() ? "passed" : "FAILED").toString();
  }

  private static void row(StringBuilder table, String name, long value) {
    table.append("%-26s %,12d%n".formatted(name, value));
  }

  private static long median(List<Long> values) {
    return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
  }
}
