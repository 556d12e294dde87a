-- Room aliases, on the alias's shard.

CREATE TABLE alias (
  alias TEXT PRIMARY KEY,
  room TEXT NOT NULL,
  creator TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX alias_by_room ON alias (room);
