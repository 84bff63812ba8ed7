-- The audit trail, sealed batch after batch: each seal is a statement that the hub signed over its lines and the seal before.
CREATE TABLE audit_seals (
    number INTEGER PRIMARY KEY NOT NULL,
    sealed_at INTEGER NOT NULL,
    -- The newest line that is sealed by now.
    last_id BLOB NOT NULL,
    -- The id of each line (16 bytes) and its SHA-256 (32 bytes), one after the other.
    lines BLOB NOT NULL,
    statement TEXT NOT NULL
) STRICT;
CREATE INDEX audit_seals_last_id ON audit_seals (last_id);
CREATE INDEX audit_seals_sealed_at ON audit_seals (sealed_at);

-- What is written in the trail stays as it is, and goes after half a year at the earliest (CNIL 2021-122), by the clock that
-- the hub shows.
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_events BEGIN
    SELECT RAISE(ABORT, 'the audit trail is not changed');
END;
CREATE TRIGGER audit_events_grow_old BEFORE DELETE ON audit_events
WHEN OLD.at >= (unixepoch('now', '-6 months', '+2 days') * 1000000) + coalesce(
    (SELECT CAST(value AS INTEGER) FROM hub_state WHERE key = 'clock_ahead_micros'), 0) BEGIN
    SELECT RAISE(ABORT, 'the audit trail is not changed');
END;
CREATE TRIGGER audit_seals_stay BEFORE UPDATE ON audit_seals BEGIN
    SELECT RAISE(ABORT, 'the audit trail is not changed');
END;
CREATE TRIGGER audit_seals_grow_old BEFORE DELETE ON audit_seals
WHEN OLD.sealed_at >= (unixepoch('now', '-6 months', '+2 days') * 1000000) + coalesce(
    (SELECT CAST(value AS INTEGER) FROM hub_state WHERE key = 'clock_ahead_micros'), 0) BEGIN
    SELECT RAISE(ABORT, 'the audit trail is not changed');
END;

-- What is erased, in an order that is the same each time.
DROP INDEX audit_events_at;
CREATE INDEX audit_events_at ON audit_events (at, id);
