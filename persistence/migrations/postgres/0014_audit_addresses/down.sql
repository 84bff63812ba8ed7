DROP INDEX audit_events_action;
DROP INDEX audit_events_client_address;
ALTER TABLE audit_events DROP COLUMN client_address;
