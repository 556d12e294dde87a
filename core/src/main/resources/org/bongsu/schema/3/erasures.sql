-- Users who had their account erased, on every shard.

CREATE TABLE IF NOT EXISTS erasure (
  user TEXT PRIMARY KEY,
  ordering INTEGER NOT NULL              -- those who join rooms of this shard later see redacted copies
) STRICT, WITHOUT ROWID;
