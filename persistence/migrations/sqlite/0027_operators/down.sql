ALTER TABLE webhook_events DROP COLUMN account_id;
DELETE FROM outbox WHERE kind IN ('webhook', 'webhook_replay') AND ordering_key IN (
    SELECT ordering_key FROM webhook_deliveries
    WHERE endpoint_id IN (SELECT id FROM webhook_endpoints WHERE frontend_id IS NOT NULL)
);
DELETE FROM webhook_attempts WHERE delivery_id IN (
    SELECT id FROM webhook_deliveries
    WHERE endpoint_id IN (SELECT id FROM webhook_endpoints WHERE frontend_id IS NOT NULL)
);
DELETE FROM webhook_deliveries
WHERE endpoint_id IN (SELECT id FROM webhook_endpoints WHERE frontend_id IS NOT NULL);
DELETE FROM webhook_secrets
WHERE endpoint_id IN (SELECT id FROM webhook_endpoints WHERE frontend_id IS NOT NULL);
DELETE FROM webhook_endpoints WHERE frontend_id IS NOT NULL;
DROP INDEX webhook_endpoints_frontend;
ALTER TABLE webhook_endpoints DROP COLUMN frontend_id;
DELETE FROM machine_clients WHERE frontend_id IS NOT NULL;
DROP INDEX machine_clients_frontend;
ALTER TABLE machine_clients DROP COLUMN frontend_id;
