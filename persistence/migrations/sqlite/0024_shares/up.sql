-- What drivers show to employers, by a link or a code, for a while.
CREATE TABLE shares (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    -- As its driver calls it.
    name TEXT,
    -- What is shown.
    items TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    -- The last day on which it is shown.
    valid_until TEXT NOT NULL,
    ended_at INTEGER,
    -- How often somebody looked, and when last.
    looks INTEGER NOT NULL,
    last_looked_at INTEGER
) STRICT;
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
    id BLOB PRIMARY KEY NOT NULL,
    share_id BLOB NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    way TEXT NOT NULL,
    looked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX share_looks_share ON share_looks (share_id, id);
-- What an export goes through of an account, in pages.
CREATE INDEX share_looks_account ON share_looks (account_id, id);
