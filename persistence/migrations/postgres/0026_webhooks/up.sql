-- Where partners' systems are told of events (Standard Webhooks).
CREATE TABLE webhook_endpoints (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    audience text COLLATE "C" NOT NULL,
    -- Whose it is, where it is a training centre's.
    centre_id uuid REFERENCES training_centres (id),
    url text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    events jsonb NOT NULL,
    stage text COLLATE "C" NOT NULL,
    pause_reason text COLLATE "C",
    -- How many attempts failed since the last one that did not, since when, and until when it is left alone.
    failures integer NOT NULL,
    failing_since timestamptz,
    rest_until timestamptz,
    last_delivered_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
-- Their owners' lists, oldest first.
CREATE INDEX webhook_endpoints_centre ON webhook_endpoints (centre_id, id);
CREATE INDEX webhook_endpoints_audience ON webhook_endpoints (audience, id);

-- What signs: several at once while a secret is being changed.
CREATE TABLE webhook_secrets (
    id uuid PRIMARY KEY,
    endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id),
    sealed_secret bytea NOT NULL,
    sealed_private_key bytea NOT NULL,
    public_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- From when it signs no more, where it was replaced.
    retires_at timestamptz
);
CREATE INDEX webhook_secrets_endpoint ON webhook_secrets (endpoint_id, id);

-- What happened that somebody is told of.
CREATE TABLE webhook_events (
    id uuid PRIMARY KEY,
    event text COLLATE "C" NOT NULL,
    subject text COLLATE "C",
    subject_id uuid NOT NULL,
    stage text COLLATE "C",
    happened_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX webhook_events_age ON webhook_events (created_at);

-- To whom, and what became of it.
CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id),
    event_id uuid NOT NULL REFERENCES webhook_events (id),
    stage text COLLATE "C" NOT NULL,
    -- What is told of one subject to one endpoint goes out one after the other.
    ordering_key uuid NOT NULL,
    replayed boolean NOT NULL,
    attempts integer NOT NULL,
    last_status integer,
    last_error text COLLATE "C",
    created_at timestamptz NOT NULL,
    give_up_at timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_stage ON webhook_deliveries (endpoint_id, stage, id);
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);

-- Each time that somebody was called.
CREATE TABLE webhook_attempts (
    id uuid PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES webhook_deliveries (id),
    attempted_at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    status integer,
    error text COLLATE "C"
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (delivery_id, id);
