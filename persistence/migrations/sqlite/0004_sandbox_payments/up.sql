-- What the sandbox's own payment provider knows. Empty in production.
CREATE TABLE sandbox_payments (
    id BLOB PRIMARY KEY NOT NULL,
    stage TEXT NOT NULL,
    case_reference TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    return_url TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
