-- Which level the shard's log has come to.

CREATE TABLE IF NOT EXISTS active_level (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  level INTEGER NOT NULL
) STRICT;

INSERT OR IGNORE INTO active_level VALUES (0, 1);
