-- Filters and pushers, on the user's shard. Tags and push rules are in account_data.

CREATE TABLE filter (
  user TEXT NOT NULL,
  id INTEGER NOT NULL,                   -- 1, 2, 3... for each user
  filter TEXT NOT NULL,                  -- JSON
  PRIMARY KEY (user, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX filter_by_text ON filter (user, filter);

CREATE TABLE pusher (
  user TEXT NOT NULL,
  app_id TEXT NOT NULL,
  push_key TEXT NOT NULL,
  device TEXT NOT NULL,                  -- that set it; deleted with the device
  pusher TEXT NOT NULL,                  -- JSON as the client gave it
  ordering INTEGER NOT NULL,             -- when it was set
  PRIMARY KEY (user, app_id, push_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX pusher_by_key ON pusher (app_id, push_key);
