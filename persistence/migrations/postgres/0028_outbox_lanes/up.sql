-- What is carried out side by side: so that whoever looks for work of one lane does not pass everything that waits in another.
ALTER TABLE outbox ADD COLUMN lane text COLLATE "C" NOT NULL GENERATED ALWAYS AS (
    CASE kind
        WHEN 'paper' THEN 'papers'
        WHEN 'account_export' THEN 'exports'
        WHEN 'scan_document' THEN 'scans'
        WHEN 'webhook' THEN 'webhooks'
        WHEN 'webhook_replay' THEN 'webhooks'
        ELSE 'others'
    END
) STORED;
CREATE INDEX outbox_lane ON outbox (lane, available_at, id) WHERE settled_at IS NULL AND failed_at IS NULL;
DROP INDEX outbox_waiting;
