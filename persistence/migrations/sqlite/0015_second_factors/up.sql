-- What a member of staff shows beside the password: the secret of their authenticator, sealed.
CREATE TABLE second_factors (
    staff_id BLOB PRIMARY KEY NOT NULL REFERENCES staff (id),
    sealed_secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    -- When a first code was shown; until then it is asked for nowhere.
    confirmed_at INTEGER,
    -- The step of thirty seconds of the last code that was taken: no code is taken twice.
    last_step INTEGER
) STRICT;

-- What they show where the authenticator is lost: each once.
CREATE TABLE recovery_codes (
    code_hash BLOB PRIMARY KEY NOT NULL,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    used_at INTEGER
) STRICT;
CREATE INDEX recovery_codes_staff ON recovery_codes (staff_id);
