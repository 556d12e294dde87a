package org.bongsu.store;

import java.sql.SQLException;

/** A shard's file cannot be read or written now, most often for want of space. */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  public StoreUnavailable(String message) {
    super(message);
  }
}
