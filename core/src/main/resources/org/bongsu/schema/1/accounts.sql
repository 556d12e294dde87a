-- Accounts, on the user's shard.

CREATE TABLE account (
  user TEXT PRIMARY KEY,
  password TEXT,                         -- Argon2id; null where no password logs in
  admin INTEGER NOT NULL,
  created INTEGER NOT NULL,
  deactivated INTEGER,                   -- when
  profile TEXT NOT NULL                  -- JSON object of all profile fields
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  display_name TEXT,
  created INTEGER NOT NULL,
  PRIMARY KEY (user, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (                   -- one row for each access token
  token_hash TEXT PRIMARY KEY,           -- SHA-256, hexadecimal
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  expires INTEGER,
  refresh_hash TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_device ON session (user, device);
CREATE UNIQUE INDEX session_by_refresh ON session (refresh_hash) WHERE refresh_hash IS NOT NULL;

CREATE TABLE account_data (
  user TEXT NOT NULL,
  room TEXT NOT NULL,                    -- '' for all rooms
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  ordering INTEGER NOT NULL,
  PRIMARY KEY (user, room, type)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_data_by_ordering ON account_data (user, ordering);
