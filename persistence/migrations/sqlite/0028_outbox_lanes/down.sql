CREATE INDEX outbox_waiting ON outbox (available_at, id) WHERE settled_at IS NULL AND failed_at IS NULL;
DROP INDEX outbox_lane;
ALTER TABLE outbox DROP COLUMN lane;
