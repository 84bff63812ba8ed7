DROP TABLE audit_seals;
DROP TRIGGER audit_events_stay;
DROP TRIGGER audit_events_grow_old;
