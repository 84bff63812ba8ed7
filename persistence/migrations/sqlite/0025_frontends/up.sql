-- Frontends that a supervisor registered: public OAuth clients, which keep no secret.
CREATE TABLE frontends (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    party TEXT NOT NULL,
    -- Where people may be led with a code, whose scripts may read answers, and what it may ask for.
    redirect_uris TEXT NOT NULL,
    origins TEXT NOT NULL,
    scopes TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- When somebody was last let in by it.
    last_used_at INTEGER
) STRICT;

-- What somebody who signed in on the hub's own page lets a frontend do: first they are asked (a ticket), then a code is on
-- its way. Both are kept as hashes.
CREATE TABLE authorizations (
    id BLOB PRIMARY KEY NOT NULL,
    frontend_id BLOB NOT NULL REFERENCES frontends (id),
    account_id BLOB REFERENCES accounts (id),
    staff_id BLOB REFERENCES staff (id),
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    challenge TEXT NOT NULL,
    state TEXT,
    -- Shown by the page on which they are asked, in the browser in which they signed in.
    ticket_hash BLOB,
    browser_hash BLOB,
    code_hash BLOB,
    -- From where they signed in, until the session begins.
    network TEXT,
    user_agent TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- When the code was exchanged, and the session that it began: it ends where the code is shown again.
    exchanged_at INTEGER,
    session_id BLOB
) STRICT;
CREATE UNIQUE INDEX authorizations_ticket ON authorizations (ticket_hash);
CREATE UNIQUE INDEX authorizations_code ON authorizations (code_hash);
CREATE INDEX authorizations_expiry ON authorizations (expires_at);
CREATE INDEX authorizations_frontend ON authorizations (frontend_id);
CREATE INDEX authorizations_account ON authorizations (account_id);
CREATE INDEX authorizations_staff ON authorizations (staff_id);

-- The frontend for which a session was begun, its name then, and what it may do; none where somebody signed in directly.
ALTER TABLE sessions ADD COLUMN frontend_id BLOB;
ALTER TABLE sessions ADD COLUMN frontend_name TEXT;
ALTER TABLE sessions ADD COLUMN scopes TEXT;
CREATE INDEX sessions_frontend ON sessions (frontend_id);

-- When a machine last got a token; the secret that was replaced, until when it works; and the keys by which it signs in
-- instead.
ALTER TABLE machine_clients ADD COLUMN last_used_at INTEGER;
ALTER TABLE machine_clients ADD COLUMN previous_secret_hash BLOB;
ALTER TABLE machine_clients ADD COLUMN previous_secret_until INTEGER;
ALTER TABLE machine_clients ADD COLUMN keys TEXT;

-- What machines signed to say who they are: each is good once.
CREATE TABLE client_assertions (
    digest BLOB PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX client_assertions_expiry ON client_assertions (expires_at);
