-- What members of staff sign in with in the place of password and code: public keys, whose private ones never leave an
-- authenticator (WebAuthn).
CREATE TABLE passkeys (
    id BLOB PRIMARY KEY NOT NULL,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    -- As its authenticator calls it: by this it is found at sign-in.
    credential_id BLOB NOT NULL,
    -- As its owner calls it.
    name TEXT NOT NULL,
    -- Its public key, what it was last counted at, and what it is capable of.
    credential TEXT NOT NULL,
    -- Whether it is kept in more than one place.
    backed_up INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
-- Somebody's list, oldest first.
CREATE INDEX passkeys_staff ON passkeys (staff_id, id);

-- What an authenticator was asked, until it has answered: once, within minutes.
CREATE TABLE passkey_ceremonies (
    handle_hash BLOB PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    -- Who registers.
    staff_id BLOB REFERENCES staff (id),
    sealed_state BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX passkey_ceremonies_expiry ON passkey_ceremonies (expires_at);
CREATE INDEX passkey_ceremonies_staff ON passkey_ceremonies (staff_id);

-- By which passkey a session was begun, where it was by one: it ends with it.
ALTER TABLE sessions ADD COLUMN passkey_id BLOB;
CREATE INDEX sessions_passkey ON sessions (passkey_id);
