-- What is to happen later, on the shard of what it happens to. While a timer waits nothing reads its row.

CREATE TABLE IF NOT EXISTS timer (
  subject TEXT NOT NULL,                 -- whose timer it is: a TimerSubject
  id TEXT NOT NULL,
  due INTEGER NOT NULL,                  -- milliseconds since 1970
  owner TEXT NOT NULL,                   -- its owner, of whose timers the number is limited
  payload TEXT NOT NULL,                 -- JSON, the subject's own
  PRIMARY KEY (subject, id)
) STRICT;

CREATE INDEX IF NOT EXISTS timer_by_due ON timer (due, subject, id);
CREATE INDEX IF NOT EXISTS timer_by_owner ON timer (subject, owner);
