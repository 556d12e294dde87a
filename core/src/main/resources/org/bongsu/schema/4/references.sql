-- References to media, on the shard of the content that has them.

CREATE TABLE IF NOT EXISTS media_reference (
  media_id TEXT NOT NULL,
  owner TEXT NOT NULL,                   -- the user whose content it is; '' for a room's own state
  source TEXT NOT NULL,                  -- ordering of the event, 'profile', or room and type of account data
  PRIMARY KEY (media_id, owner, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS references_known (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 0),
  since INTEGER NOT NULL,                -- all references to media stored later are here; 0 for all
  had_media INTEGER NOT NULL             -- whether media had been uploaded before
) STRICT;
