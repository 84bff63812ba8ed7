-- What members of staff sign in with in the place of password and code: public keys, whose private ones never leave an
-- authenticator (WebAuthn).
CREATE TABLE passkeys (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    -- As its authenticator calls it: by this it is found at sign-in.
    credential_id bytea NOT NULL,
    -- As its owner calls it.
    name text COLLATE "C" NOT NULL,
    -- Its public key, what it was last counted at, and what it is capable of.
    credential jsonb NOT NULL,
    -- Whether it is kept in more than one place.
    backed_up boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz
);
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
-- Somebody's list, oldest first.
CREATE INDEX passkeys_staff ON passkeys (staff_id, id);

-- What an authenticator was asked, until it has answered: once, within minutes.
CREATE TABLE passkey_ceremonies (
    handle_hash bytea PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    -- Who registers.
    staff_id uuid REFERENCES staff (id),
    sealed_state bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_ceremonies_expiry ON passkey_ceremonies (expires_at);
CREATE INDEX passkey_ceremonies_staff ON passkey_ceremonies (staff_id);

-- By which passkey a session was begun, where it was by one: it ends with it.
ALTER TABLE sessions ADD COLUMN passkey_id uuid;
CREATE INDEX sessions_passkey ON sessions (passkey_id);
