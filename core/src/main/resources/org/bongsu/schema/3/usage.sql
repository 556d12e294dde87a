-- How much owners store of what has a quota. A missing row means that it has not been counted yet.

CREATE TABLE IF NOT EXISTS usage (
  quota TEXT NOT NULL,                   -- a Quota
  owner TEXT NOT NULL,                   -- user, device or room
  part TEXT NOT NULL,                    -- a share of the owner's, or '' for all
  items INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (quota, owner, part)
) STRICT, WITHOUT ROWID;
