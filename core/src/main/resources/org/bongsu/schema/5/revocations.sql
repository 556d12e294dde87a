-- Revocations that the shard has accepted, to be applied again if earlier state is restored.

CREATE TABLE IF NOT EXISTS revocation (
  position INTEGER PRIMARY KEY,          -- of the entry
  time INTEGER NOT NULL,                 -- when it was accepted
  command BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS revocation_kept (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  since INTEGER NOT NULL                 -- all revocations from this position on are recorded
) STRICT;
