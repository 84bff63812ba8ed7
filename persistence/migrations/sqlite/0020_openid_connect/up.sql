-- Who somebody is at an identity provider: there they are told by the subject, which is never given to another.
CREATE TABLE identity_links (
    id BLOB PRIMARY KEY NOT NULL,
    audience TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    staff_id BLOB REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX identity_links_subject ON identity_links (audience, issuer, subject);
-- One identity for each of them at one provider.
CREATE UNIQUE INDEX identity_links_account ON identity_links (account_id, issuer);
CREATE UNIQUE INDEX identity_links_staff ON identity_links (staff_id, issuer);
-- Their lists, oldest first.
CREATE INDEX identity_links_of_account ON identity_links (account_id, id);
CREATE INDEX identity_links_of_staff ON identity_links (staff_id, id);

-- Journeys to a provider and back: `state` and code are kept as hashes, what is to be used once more is sealed.
CREATE TABLE oidc_flows (
    state_hash BLOB PRIMARY KEY NOT NULL,
    audience TEXT NOT NULL,
    issuer TEXT NOT NULL,
    purpose TEXT NOT NULL,
    return_url TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- What the frontend that began shows at the end; none for signing out.
    verifier_hash BLOB,
    nonce_hash BLOB,
    sealed_pkce_verifier BLOB,
    -- Who links.
    account_id BLOB REFERENCES accounts (id),
    staff_id BLOB REFERENCES staff (id),
    -- When the provider sent somebody back.
    returned_at INTEGER,
    code_hash BLOB,
    sealed_proof BLOB
) STRICT;
CREATE UNIQUE INDEX oidc_flows_code ON oidc_flows (code_hash);
CREATE INDEX oidc_flows_expiry ON oidc_flows (expires_at);
CREATE INDEX oidc_flows_account ON oidc_flows (account_id);
CREATE INDEX oidc_flows_staff ON oidc_flows (staff_id);

-- Sessions begun at a provider, for its word that they are over, and for telling it so.
CREATE TABLE oidc_sessions (
    session_id BLOB PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    audience TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- The session there (`sid`), where the provider names it.
    provider_session TEXT,
    sealed_id_token BLOB NOT NULL
) STRICT;
CREATE INDEX oidc_sessions_subject ON oidc_sessions (audience, issuer, subject);
CREATE INDEX oidc_sessions_provider_session ON oidc_sessions (audience, issuer, provider_session);

-- Logout tokens that were taken: none is taken twice.
CREATE TABLE logout_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;
CREATE INDEX logout_tokens_age ON logout_tokens (taken_at);

-- How somebody signed in, and whether their provider asked for a second factor, so that the hub does not.
ALTER TABLE sessions ADD COLUMN means TEXT NOT NULL DEFAULT 'password';
ALTER TABLE sessions ADD COLUMN proven_by_provider INTEGER NOT NULL DEFAULT 0;
