-- Rooms, on the room's shard. A room's history is linear: every event follows the one before it.

CREATE TABLE actor (                     -- user ids as small numbers, within this shard
  id INTEGER PRIMARY KEY,
  user TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE room (
  id INTEGER PRIMARY KEY,                -- within this shard
  room_id TEXT NOT NULL UNIQUE,
  version TEXT NOT NULL,
  published INTEGER NOT NULL,
  depth INTEGER NOT NULL,                -- of the last event
  last_event INTEGER NOT NULL,           -- ordering of the last event
  last_change INTEGER NOT NULL           -- ordering of the last event, receipt or redaction
) STRICT;

CREATE TABLE event (
  ordering INTEGER PRIMARY KEY,          -- position of the entry * 65536 + number within the entry
  room INTEGER NOT NULL,
  event_id BLOB NOT NULL,                -- SHA-256, the part after the $
  sender INTEGER NOT NULL,               -- actor
  type TEXT NOT NULL,
  state_key TEXT,
  time INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  content TEXT NOT NULL,                 -- JSON; pruned when redacted
  previous INTEGER,                      -- ordering of the event before it in the room
  auth TEXT NOT NULL,                    -- orderings of its auth events, separated by commas
  redacted_by INTEGER,                   -- ordering of the redaction
  redacts INTEGER,                       -- ordering of the event that this one redacts
  replaced INTEGER,                      -- state: ordering of the event that this one replaced
  related INTEGER NOT NULL DEFAULT 0,    -- 1 if relation has, or had, rows with it as target
  device TEXT,                           -- sending device and its transaction id, for that device only
  transaction_id TEXT
) STRICT;

CREATE UNIQUE INDEX event_by_id ON event (event_id);
CREATE INDEX event_by_room ON event (room, ordering);
CREATE INDEX event_state ON event (room, type, state_key, ordering) WHERE state_key IS NOT NULL;

CREATE TABLE state (                     -- the current state of each room
  room INTEGER NOT NULL,
  type TEXT NOT NULL,
  state_key TEXT NOT NULL,
  event INTEGER NOT NULL,                -- ordering
  PRIMARY KEY (room, type, state_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  room INTEGER NOT NULL,
  user INTEGER NOT NULL,                 -- actor
  membership TEXT NOT NULL,
  event INTEGER NOT NULL,                -- ordering of the member event
  forgotten INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_by_user ON member (user, membership, room);
CREATE INDEX member_by_event ON member (event);

CREATE TABLE relation (                  -- events that relate to others; redacted ones no longer do
  target INTEGER NOT NULL,               -- ordering of the event related to
  rel_type TEXT NOT NULL,
  event INTEGER NOT NULL,                -- ordering of the event that relates
  sender INTEGER NOT NULL,               -- actor, of the event that relates
  PRIMARY KEY (target, rel_type, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE thread (                    -- threads with their newest reply
  root INTEGER PRIMARY KEY,              -- ordering of its root event
  room INTEGER NOT NULL,
  latest INTEGER NOT NULL                -- ordering of the newest reply
) STRICT;

CREATE INDEX thread_by_latest ON thread (room, latest);

CREATE TABLE report (                    -- content reported to the operator
  ordering INTEGER PRIMARY KEY,
  room TEXT NOT NULL,
  event TEXT,                            -- event id, or null for the whole room
  reporter TEXT NOT NULL,
  reason TEXT NOT NULL,
  time INTEGER NOT NULL
) STRICT;

CREATE TABLE receipt (
  room INTEGER NOT NULL,
  user INTEGER NOT NULL,                 -- actor
  type TEXT NOT NULL,                    -- m.read or m.read.private
  thread TEXT NOT NULL,                  -- '' for unthreaded, 'main', or the root's event id
  event INTEGER NOT NULL,                -- ordering of the event read
  time INTEGER NOT NULL,
  ordering INTEGER NOT NULL,
  PRIMARY KEY (room, user, type, thread)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipt_by_ordering ON receipt (room, ordering);
