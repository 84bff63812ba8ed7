-- Where the request came from in which something was done: of lines written before nobody knows.
ALTER TABLE audit_events ADD COLUMN client_address TEXT;

-- What was done from somewhere, and what was done in one way, newest first.
CREATE INDEX audit_events_client_address ON audit_events (client_address, id);
CREATE INDEX audit_events_action ON audit_events (action, id);
