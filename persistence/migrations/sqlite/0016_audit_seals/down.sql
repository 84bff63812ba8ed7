DROP TABLE audit_seals;
DROP TRIGGER audit_events_stay;
DROP TRIGGER audit_events_grow_old;
DROP INDEX audit_events_at;
CREATE INDEX audit_events_at ON audit_events (at);
