-- Where partners' systems are told of events (Standard Webhooks).
CREATE TABLE webhook_endpoints (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    audience TEXT NOT NULL,
    -- Whose it is, where it is a training centre's.
    centre_id BLOB REFERENCES training_centres (id),
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    events TEXT NOT NULL,
    stage TEXT NOT NULL,
    pause_reason TEXT,
    -- How many attempts failed since the last one that did not, since when, and until when it is left alone.
    failures INTEGER NOT NULL,
    failing_since INTEGER,
    rest_until INTEGER,
    last_delivered_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
-- Their owners' lists, oldest first.
CREATE INDEX webhook_endpoints_centre ON webhook_endpoints (centre_id, id);
CREATE INDEX webhook_endpoints_audience ON webhook_endpoints (audience, id);

-- What signs: several at once while a secret is being changed.
CREATE TABLE webhook_secrets (
    id BLOB PRIMARY KEY NOT NULL,
    endpoint_id BLOB NOT NULL REFERENCES webhook_endpoints (id),
    sealed_secret BLOB NOT NULL,
    sealed_private_key BLOB NOT NULL,
    public_key BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    -- From when it signs no more, where it was replaced.
    retires_at INTEGER
) STRICT;
CREATE INDEX webhook_secrets_endpoint ON webhook_secrets (endpoint_id, id);

-- What happened that somebody is told of.
CREATE TABLE webhook_events (
    id BLOB PRIMARY KEY NOT NULL,
    event TEXT NOT NULL,
    subject TEXT,
    subject_id BLOB NOT NULL,
    stage TEXT,
    happened_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_events_age ON webhook_events (created_at);

-- To whom, and what became of it.
CREATE TABLE webhook_deliveries (
    id BLOB PRIMARY KEY NOT NULL,
    endpoint_id BLOB NOT NULL REFERENCES webhook_endpoints (id),
    event_id BLOB NOT NULL REFERENCES webhook_events (id),
    stage TEXT NOT NULL,
    -- What is told of one subject to one endpoint goes out one after the other.
    ordering_key BLOB NOT NULL,
    replayed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    give_up_at INTEGER NOT NULL,
    settled_at INTEGER
) STRICT;
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_stage ON webhook_deliveries (endpoint_id, stage, id);
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);

-- Each time that somebody was called.
CREATE TABLE webhook_attempts (
    id BLOB PRIMARY KEY NOT NULL,
    delivery_id BLOB NOT NULL REFERENCES webhook_deliveries (id),
    attempted_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    status INTEGER,
    error TEXT
) STRICT;
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (delivery_id, id);
