package org.bongsu.store;

import java.sql.SQLException;

/** The file is corrupt or not a SQLite file. The shard must stop and be rebuilt. */
public final class StoreDamaged extends RuntimeException {
  public StoreDamaged(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
