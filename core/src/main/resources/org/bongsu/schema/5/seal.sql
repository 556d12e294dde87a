-- What is hidden since a restore without the record of later revocations, and what has been released again.

CREATE TABLE IF NOT EXISTS seal (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  before INTEGER NOT NULL                -- events below this ordering are hidden, and profiles as of then
) STRICT;

CREATE TABLE IF NOT EXISTS released_room (
  room INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE IF NOT EXISTS released_profile (
  user TEXT NOT NULL,
  field TEXT NOT NULL,                   -- '*' for all
  PRIMARY KEY (user, field)
) STRICT, WITHOUT ROWID;
