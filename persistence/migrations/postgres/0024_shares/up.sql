-- What drivers show to employers, by a link or a code, for a while.
CREATE TABLE shares (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- As its driver calls it.
    name text COLLATE "C",
    -- What is shown.
    items jsonb NOT NULL,
    token_hash bytea NOT NULL,
    code_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- The last day on which it is shown.
    valid_until date NOT NULL,
    ended_at timestamptz,
    -- How often somebody looked, and when last.
    looks integer NOT NULL,
    last_looked_at timestamptz
);
CREATE UNIQUE INDEX shares_token ON shares (token_hash);
CREATE UNIQUE INDEX shares_code ON shares (code_hash);
-- A driver's list, newest first.
CREATE INDEX shares_account ON shares (account_id, id);
-- Those that show something.
CREATE INDEX shares_active ON shares (account_id, valid_until) WHERE ended_at IS NULL;
-- Those that are forgotten.
CREATE INDEX shares_over ON shares (valid_until);
CREATE INDEX shares_ended ON shares (ended_at);

-- When somebody looked, and by which way: not who, which nobody knows, nor from where.
CREATE TABLE share_looks (
    id uuid PRIMARY KEY,
    share_id uuid NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts (id),
    way text COLLATE "C" NOT NULL,
    looked_at timestamptz NOT NULL
);
CREATE INDEX share_looks_share ON share_looks (share_id, id);
-- What an export goes through of an account, in pages.
CREATE INDEX share_looks_account ON share_looks (account_id, id);
