-- Redactions of a room, to find the state that was redacted since a point: there are few.

CREATE INDEX IF NOT EXISTS event_redaction ON event (room, ordering, redacts) WHERE redacts IS NOT NULL;
