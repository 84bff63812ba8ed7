DROP TABLE audit_seals;
DROP TRIGGER audit_events_stay ON audit_events;
DROP TRIGGER audit_events_grow_old ON audit_events;
DROP FUNCTION audit_is_old;
DROP FUNCTION audit_is_kept;
DROP INDEX audit_events_at;
CREATE INDEX audit_events_at ON audit_events (at);
