-- The shard's level, and the progress of the row scan.

CREATE TABLE IF NOT EXISTS active_level (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  level INTEGER NOT NULL
) STRICT;

INSERT OR IGNORE INTO active_level VALUES (0, 1);

CREATE TABLE IF NOT EXISTS row_scan (    -- progress of the current round
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  place INTEGER NOT NULL,                -- index of the table
  a1 ANY, a2 ANY, a3 ANY, a4 ANY, a5 ANY, a6 ANY,  -- the last key that was read
  u1 ANY, u2 ANY, u3 ANY, u4 ANY, u5 ANY, u6 ANY   -- the table's last key when its scan began
) STRICT;

INSERT OR IGNORE INTO row_scan (only_row, place) VALUES (0, 0);
