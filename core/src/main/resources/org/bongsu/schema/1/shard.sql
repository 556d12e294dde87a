-- The shard itself: how much of the log it holds, what it still owes to other shards, and what it has had from them.

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

CREATE TABLE outbox_end (                -- the last sequence given out, also when the outbox is empty
  target INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (                     -- the last sequence applied here
  source INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT;

CREATE TABLE done (                      -- idempotency keys and what was answered
  position INTEGER PRIMARY KEY,          -- of the entry; grows with time
  key BLOB NOT NULL UNIQUE,              -- 16 bytes of SHA-256 over the idempotency key
  outcome TEXT NOT NULL,                 -- the result, as JSON
  time INTEGER NOT NULL
) STRICT;

CREATE TABLE effects_done (               -- how far workers are that do things in the world
  worker TEXT PRIMARY KEY,
  position INTEGER NOT NULL,             -- of the next entry to look at
  waiting TEXT NOT NULL                  -- JSON array: what is to be done still of the entries before
) STRICT, WITHOUT ROWID;
