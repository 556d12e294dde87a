-- Media that is being deleted or was, on the media id's shard. The row in media stays: no id is used twice.

CREATE TABLE IF NOT EXISTS media_deletion (
  media_id TEXT PRIMARY KEY,
  state TEXT NOT NULL,                   -- UNDECIDED, KEPT or DELETED
  survey INTEGER NOT NULL,               -- number of the last search for references
  position INTEGER NOT NULL,             -- of the entry that changed the state, and its time
  time INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS media_deletion_by_position ON media_deletion (position) WHERE state = 'DELETED';

CREATE TABLE IF NOT EXISTS media_erasure ( -- uploaders who had their account erased
  user TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS media_by_hash ON media (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX IF NOT EXISTS media_by_uploader ON media (uploader, media_id);
