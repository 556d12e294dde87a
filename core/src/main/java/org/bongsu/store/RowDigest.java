package org.bongsu.store;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit checksum over values in their order: enough to detect that replicas differ, not a
 * cryptographic proof. Its cost is negligible compared with reading or writing the values.
 */
public final class RowDigest {
  private static final long SEED = 0x9E3779B97F4A7C15L;
  private static final long FACTOR = 0xFF51AFD7ED558CCDL;
  private static final Pattern WRITES =
      Pattern.compile(
          "\\s*(INSERT|UPDATE|DELETE)\\b(?:\\s+OR\\s+\\w+)?(?:\\s+(?:INTO|FROM))?\\s+(\\w+).*");

  private long value = SEED;

  /** Resets it. */
  public void begin() {
    value = SEED;
  }

  public long value() {
    return value;
  }

  void add(long part) {
    long mixed = (value ^ part) * FACTOR;
    value = mixed ^ (mixed >>> 32);
  }

  void add(byte[] bytes) {
    add(((long) bytes.length << 32) ^ Arrays.hashCode(bytes));
  }

  /** Adds an argument of a statement or the value of a column. */
  void addValue(@Nullable Object argument) {
    switch (argument) {
      case null -> add(SEED);
      case Number number -> add(number.longValue());
      case byte[] bytes -> add(bytes);
      case Object text -> add(((long) text.toString().length() << 32) ^ text.toString().hashCode());
    }
  }

  /** Adds a statement with its arguments and its count of changed rows, unless that is 0. */
  void addWrite(long statement, @Nullable Object[] arguments, int changed) {
    if (changed == 0) {
      return;
    }
    add(statement);
    add(changed);
    for (Object argument : arguments) {
      addValue(argument);
    }
  }

  /** Hash of a statement's verb and table; its wording does not matter. */
  static long idOf(String sql) {
    Matcher matcher = WRITES.matcher(sql);
    return matcher.matches() ? (matcher.group(1) + " " + matcher.group(2)).hashCode() : 0;
  }
}
