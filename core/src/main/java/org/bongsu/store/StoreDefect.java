package org.bongsu.store;

import java.sql.SQLException;

/**
 * SQLite rejects the statement itself: a constraint, a type, its syntax. A retry fails again, so it
 * is a defect of the program and not an outage.
 */
public final class StoreDefect extends RuntimeException {
  public StoreDefect(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
