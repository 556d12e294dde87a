package org.bongsu.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something on disk cannot be read or written now, most often for want of space. */
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
