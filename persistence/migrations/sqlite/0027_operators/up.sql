-- The systems of registered frontends' operators, and where they are told of events.
ALTER TABLE machine_clients ADD COLUMN frontend_id BLOB REFERENCES frontends (id);
CREATE INDEX machine_clients_frontend ON machine_clients (frontend_id, client_id);
ALTER TABLE webhook_endpoints ADD COLUMN frontend_id BLOB REFERENCES frontends (id);
CREATE INDEX webhook_endpoints_frontend ON webhook_endpoints (frontend_id, id);

-- The driver whose the thing is, where it is told to operators of frontends.
ALTER TABLE webhook_events ADD COLUMN account_id BLOB;
