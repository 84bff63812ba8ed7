-- What a member of staff shows beside the password: the secret of their authenticator, sealed.
CREATE TABLE second_factors (
    staff_id uuid PRIMARY KEY REFERENCES staff (id),
    sealed_secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- When a first code was shown; until then it is asked for nowhere.
    confirmed_at timestamptz,
    -- The step of thirty seconds of the last code that was taken: no code is taken twice.
    last_step bigint
);

-- What they show where the authenticator is lost: each once.
CREATE TABLE recovery_codes (
    code_hash bytea PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    used_at timestamptz
);
CREATE INDEX recovery_codes_staff ON recovery_codes (staff_id);
