package org.bongsu.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The store cannot be read or written now, usually because the disk is full. */
public class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  public StoreUnavailable(String message) {
    super(message);
  }

  protected StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
