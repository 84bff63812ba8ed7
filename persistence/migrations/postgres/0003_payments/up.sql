-- What a case is to be paid, fixed on one day: fee, VAT, total.
ALTER TABLE cases ADD COLUMN amount_due jsonb;

-- The first card of the line of replacements that this one belongs to: a card made instead of an older one is no newer
-- than that one was, whenever it is ordered. None stands for the card itself.
ALTER TABLE cards ADD COLUMN lineage_id uuid REFERENCES cards (id);

CREATE TABLE payment_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO payment_stages VALUES ('pending'), ('failed'), ('cancelled'), ('succeeded'), ('refund_due'), ('refunded');

-- Attempts to pay. Nothing in here identifies a bank card.
CREATE TABLE payments (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES payment_stages (name),
    account_id uuid NOT NULL REFERENCES accounts (id),
    case_id uuid NOT NULL REFERENCES cases (id),
    fee text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    provider_reference text COLLATE "C",
    next_action jsonb,
    return_url text COLLATE "C",
    failure text COLLATE "C",
    captured_amount bigint,
    captured_currency text COLLATE "C",
    captured_at timestamptz,
    refunded_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX payments_pending_per_case ON payments (case_id) WHERE stage = 'pending';
CREATE UNIQUE INDEX payments_reference ON payments (provider, provider_reference) WHERE provider_reference IS NOT NULL;
CREATE INDEX payments_case ON payments (case_id, id);
CREATE INDEX payments_account ON payments (account_id, id);
CREATE INDEX payments_open ON payments (id) WHERE stage IN ('pending', 'refund_due');

-- What providers reported, each event once, down to what the hub acts on.
CREATE TABLE payment_events (
    id uuid PRIMARY KEY,
    provider text COLLATE "C" NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    payment_id uuid,
    provider_reference text COLLATE "C",
    report jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    applied_at timestamptz
);
CREATE UNIQUE INDEX payment_events_event ON payment_events (provider, event_id);
CREATE INDEX payment_events_payment ON payment_events (payment_id);

-- The last number of each year and series. Whoever issues locks it.
CREATE TABLE invoice_counters (
    kind text COLLATE "C" NOT NULL,
    year integer NOT NULL,
    last_serial integer NOT NULL,
    last_issued_at timestamptz,
    PRIMARY KEY (kind, year)
);

CREATE TABLE invoices (
    id uuid PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    case_id uuid NOT NULL REFERENCES cases (id),
    payment_id uuid NOT NULL REFERENCES payments (id),
    cancels_id uuid REFERENCES invoices (id),
    total bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    mentions jsonb NOT NULL,
    issued_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX invoices_number ON invoices (number);
CREATE UNIQUE INDEX invoices_payment ON invoices (payment_id, kind);
CREATE INDEX invoices_account ON invoices (account_id, id);
CREATE INDEX invoices_issued ON invoices (issued_at);

-- Nothing ever changes what was issued.
CREATE FUNCTION invoice_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an invoice never changes';
END $$;
CREATE TRIGGER invoices_frozen BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION invoice_never_changes();
