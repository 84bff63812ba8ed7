-- What the sandbox's own payment provider knows. Empty in production.
CREATE TABLE sandbox_payments (
    id uuid PRIMARY KEY,
    stage text COLLATE "C" NOT NULL,
    case_reference text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    return_url text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL
);
