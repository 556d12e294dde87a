-- The shard itself: its position in the log, commands to be delivered to other shards, and deliveries received from them.

CREATE TABLE shard (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  next_position INTEGER NOT NULL,        -- of the next entry to apply
  digest BLOB NOT NULL                   -- running digest over entries and outcomes
) STRICT;

INSERT INTO shard VALUES (0, 0, zeroblob(32));

CREATE TABLE outbox (
  target INTEGER NOT NULL,               -- shard
  sequence INTEGER NOT NULL,             -- 1, 2, 3... for each target
  command BLOB NOT NULL,
  PRIMARY KEY (target, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox_end (                -- the last sequence given out, even if the outbox is empty
  target INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (                     -- the last sequence applied here
  source INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE done (                      -- idempotency keys and their outcomes
  position INTEGER PRIMARY KEY,          -- of the entry; grows with time
  key BLOB NOT NULL UNIQUE,              -- 16 bytes of SHA-256 over the idempotency key
  outcome TEXT NOT NULL,                 -- the result, as JSON
  time INTEGER NOT NULL
) STRICT;

CREATE TABLE effects_done (               -- progress of workers that perform effects outside
  worker TEXT PRIMARY KEY,
  position INTEGER NOT NULL,             -- of the next entry to examine
  waiting TEXT NOT NULL                  -- JSON array: pending tasks from earlier entries
) STRICT, WITHOUT ROWID;
