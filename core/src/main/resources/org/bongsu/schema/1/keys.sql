-- End-to-end encryption and messages between devices, on the user's shard.

CREATE TABLE to_device (
  ordering INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  message TEXT NOT NULL                  -- {"type":…,"sender":…,"content":…}
) STRICT;

CREATE INDEX to_device_by_device ON to_device (user, device, ordering);

CREATE TABLE device_keys (
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  keys TEXT NOT NULL,                    -- JSON as uploaded
  PRIMARY KEY (user, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE one_time_key (
  id INTEGER PRIMARY KEY,                -- oldest first
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key TEXT NOT NULL,                     -- JSON
  UNIQUE (user, device, algorithm, key_id)
) STRICT;

CREATE TABLE claimed_key (               -- handed out; an upload of the same key is ignored
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  key_id TEXT NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (user, device, algorithm, key_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE fallback_key (
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (user, device, algorithm)
) STRICT, WITHOUT ROWID;

CREATE TABLE cross_signing_key (
  user TEXT NOT NULL,
  usage TEXT NOT NULL,                   -- master, self_signing or user_signing
  key TEXT NOT NULL,                     -- JSON as uploaded
  PRIMARY KEY (user, usage)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_signature (             -- made by a user, on the signer's shard
  user TEXT NOT NULL,
  target TEXT NOT NULL,
  key TEXT NOT NULL,                     -- device id or public key
  signing_key TEXT NOT NULL,
  signature TEXT NOT NULL,
  ordering INTEGER NOT NULL,             -- after it, the signer queries the target's keys again
  PRIMARY KEY (user, target, key, signing_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX key_signature_by_ordering ON key_signature (user, ordering);

CREATE TABLE device_list_change (        -- on every shard: when a user's devices last changed
  user TEXT PRIMARY KEY,
  ordering INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX device_list_change_by_ordering ON device_list_change (ordering);

CREATE TABLE key_backup (
  user TEXT NOT NULL,
  version INTEGER NOT NULL,
  algorithm TEXT NOT NULL,
  auth_data TEXT NOT NULL,
  etag INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  PRIMARY KEY (user, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE backed_up_key (
  user TEXT NOT NULL,
  version INTEGER NOT NULL,
  room TEXT NOT NULL,
  session TEXT NOT NULL,
  first_message_index INTEGER NOT NULL,
  forwarded_count INTEGER NOT NULL,
  verified INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (user, version, room, session)
) STRICT, WITHOUT ROWID;
