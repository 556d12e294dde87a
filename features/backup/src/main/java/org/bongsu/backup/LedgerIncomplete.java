package org.bongsu.backup;

/**
 * Without a complete ledger a restore may show what was revoked; the message says what is missing.
 */
public final class LedgerIncomplete extends RuntimeException {
  LedgerIncomplete(String message) {
    super(message);
  }
}
