-- The deployment's epoch, on the first shard; no row if it was never restored from a backup.

CREATE TABLE IF NOT EXISTS epoch (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  epoch TEXT NOT NULL
) STRICT;
