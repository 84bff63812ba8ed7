-- Who somebody is at an identity provider: there they are told by the subject, which is never given to another.
CREATE TABLE identity_links (
    id uuid PRIMARY KEY,
    audience text COLLATE "C" NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE UNIQUE INDEX identity_links_subject ON identity_links (audience, issuer, subject);
-- One identity for each of them at one provider.
CREATE UNIQUE INDEX identity_links_account ON identity_links (account_id, issuer);
CREATE UNIQUE INDEX identity_links_staff ON identity_links (staff_id, issuer);
-- Their lists, oldest first.
CREATE INDEX identity_links_of_account ON identity_links (account_id, id);
CREATE INDEX identity_links_of_staff ON identity_links (staff_id, id);

-- Journeys to a provider and back: `state` and code are kept as hashes, what is to be used once more is sealed.
CREATE TABLE oidc_flows (
    state_hash bytea PRIMARY KEY,
    audience text COLLATE "C" NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    return_url text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- What the frontend that began shows at the end; none for signing out.
    verifier_hash bytea,
    nonce_hash bytea,
    sealed_pkce_verifier bytea,
    -- Who links.
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    -- When the provider sent somebody back.
    returned_at timestamptz,
    code_hash bytea,
    sealed_proof bytea
);
CREATE UNIQUE INDEX oidc_flows_code ON oidc_flows (code_hash);
CREATE INDEX oidc_flows_expiry ON oidc_flows (expires_at);
CREATE INDEX oidc_flows_account ON oidc_flows (account_id);
CREATE INDEX oidc_flows_staff ON oidc_flows (staff_id);

-- Sessions begun at a provider, for its word that they are over, and for telling it so.
CREATE TABLE oidc_sessions (
    session_id uuid PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    audience text COLLATE "C" NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    -- The session there (`sid`), where the provider names it.
    provider_session text COLLATE "C",
    sealed_id_token bytea NOT NULL
);
CREATE INDEX oidc_sessions_subject ON oidc_sessions (audience, issuer, subject);
CREATE INDEX oidc_sessions_provider_session ON oidc_sessions (audience, issuer, provider_session);

-- Logout tokens that were taken: none is taken twice.
CREATE TABLE logout_tokens (
    token_hash bytea PRIMARY KEY,
    taken_at timestamptz NOT NULL
);
CREATE INDEX logout_tokens_age ON logout_tokens (taken_at);

-- How somebody signed in, and whether their provider asked for a second factor, so that the hub does not.
ALTER TABLE sessions ADD COLUMN means text COLLATE "C" NOT NULL DEFAULT 'password';
ALTER TABLE sessions ADD COLUMN proven_by_provider boolean NOT NULL DEFAULT false;
