-- Frontends that a supervisor registered: public OAuth clients, which keep no secret.
CREATE TABLE frontends (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    name text COLLATE "C" NOT NULL,
    party text COLLATE "C" NOT NULL,
    -- Where people may be led with a code, whose scripts may read answers, and what it may ask for.
    redirect_uris jsonb NOT NULL,
    origins jsonb NOT NULL,
    scopes jsonb NOT NULL,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- When somebody was last let in by it.
    last_used_at timestamptz
);

-- What somebody who signed in on the hub's own page lets a frontend do: first they are asked (a ticket), then a code is on
-- its way. Both are kept as hashes.
CREATE TABLE authorizations (
    id uuid PRIMARY KEY,
    frontend_id uuid NOT NULL REFERENCES frontends (id),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    redirect_uri text COLLATE "C" NOT NULL,
    scopes jsonb NOT NULL,
    challenge text COLLATE "C" NOT NULL,
    state text COLLATE "C",
    -- Shown by the page on which they are asked, in the browser in which they signed in.
    ticket_hash bytea,
    browser_hash bytea,
    code_hash bytea,
    -- From where they signed in, until the session begins.
    network text COLLATE "C",
    user_agent text COLLATE "C",
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- When the code was exchanged, and the session that it began: it ends where the code is shown again.
    exchanged_at timestamptz,
    session_id uuid
);
CREATE UNIQUE INDEX authorizations_ticket ON authorizations (ticket_hash);
CREATE UNIQUE INDEX authorizations_code ON authorizations (code_hash);
CREATE INDEX authorizations_expiry ON authorizations (expires_at);
CREATE INDEX authorizations_frontend ON authorizations (frontend_id);
CREATE INDEX authorizations_account ON authorizations (account_id);
CREATE INDEX authorizations_staff ON authorizations (staff_id);

-- The frontend for which a session was begun, its name then, and what it may do; none where somebody signed in directly.
ALTER TABLE sessions ADD COLUMN frontend_id uuid;
ALTER TABLE sessions ADD COLUMN frontend_name text COLLATE "C";
ALTER TABLE sessions ADD COLUMN scopes jsonb;
CREATE INDEX sessions_frontend ON sessions (frontend_id);

-- When a machine last got a token; the secret that was replaced, until when it works; and the keys by which it signs in
-- instead.
ALTER TABLE machine_clients ADD COLUMN last_used_at timestamptz;
ALTER TABLE machine_clients ADD COLUMN previous_secret_hash bytea;
ALTER TABLE machine_clients ADD COLUMN previous_secret_until timestamptz;
ALTER TABLE machine_clients ADD COLUMN keys jsonb;

-- What machines signed to say who they are: each is good once.
CREATE TABLE client_assertions (
    digest bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
CREATE INDEX client_assertions_expiry ON client_assertions (expires_at);
