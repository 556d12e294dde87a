-- Accounts, on the user's shard; registration tokens, on the token's shard.

CREATE TABLE account (
  user TEXT PRIMARY KEY,
  password TEXT,                         -- Argon2id; null if the account has no password
  admin INTEGER NOT NULL,
  created INTEGER NOT NULL,
  deactivated INTEGER,                   -- when
  locked INTEGER NOT NULL DEFAULT 0,
  profile TEXT NOT NULL,                 -- JSON object of all profile fields
  search TEXT NOT NULL                   -- localpart and display name, in lower case, for the directory
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  display_name TEXT,
  created INTEGER NOT NULL,
  seen INTEGER,                          -- approximate time and address of its last use
  address TEXT,
  PRIMARY KEY (user, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (                   -- one row for each access token
  token_hash TEXT PRIMARY KEY,           -- SHA-256, hexadecimal
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  expires INTEGER,
  refresh_hash TEXT,
  replaces TEXT                          -- token_hash that is revoked when this one is first used
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

CREATE TABLE user_report (               -- on the shard of the user who is reported
  ordering INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  reporter TEXT NOT NULL,
  reason TEXT NOT NULL,
  time INTEGER NOT NULL
) STRICT;

CREATE INDEX user_report_by_user ON user_report (user, reporter);

CREATE TABLE invitation (                -- a registration token
  token TEXT PRIMARY KEY,
  uses_max INTEGER,
  expires INTEGER,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation_use (
  token TEXT NOT NULL,
  user TEXT NOT NULL,
  PRIMARY KEY (token, user)
) STRICT, WITHOUT ROWID;
