-- Media ids, on the media id's shard. The bytes are stored outside the shards, by hash.

CREATE TABLE media (
  media_id TEXT PRIMARY KEY,
  uploader TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,                       -- reserved until then; null once stored
  sha256 TEXT,                           -- null while only reserved
  size INTEGER,
  content_type TEXT,
  file_name TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX media_reserved ON media (uploader, expires) WHERE sha256 IS NULL;
