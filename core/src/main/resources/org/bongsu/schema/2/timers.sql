-- Pending timers, on the shard of the entity that they concern. The row of a pending timer is not read until it is due.

CREATE TABLE IF NOT EXISTS timer (
  subject TEXT NOT NULL,                 -- a TimerSubject
  id TEXT NOT NULL,
  due INTEGER NOT NULL,                  -- milliseconds since 1970
  owner TEXT NOT NULL,                   -- the number of timers per owner is limited
  payload TEXT NOT NULL,                 -- JSON, the subject's own
  PRIMARY KEY (subject, id)
) STRICT;

CREATE INDEX IF NOT EXISTS timer_by_due ON timer (due, subject, id);
CREATE INDEX IF NOT EXISTS timer_by_owner ON timer (subject, owner);
