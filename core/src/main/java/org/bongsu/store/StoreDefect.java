package org.bongsu.store;

import java.sql.SQLException;

/**
 * SQLite does not take the statement itself: a constraint, a type, the statement's text. Trying
 * again gives the same, so it is a defect of the program and no outage.
 */
public final class StoreDefect extends RuntimeException {
  public StoreDefect(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
