-- What a case is to be paid, fixed on one day: fee, VAT, total.
ALTER TABLE cases ADD COLUMN amount_due TEXT;

-- The first card of the line of replacements that this one belongs to: a card made instead of an older one is no newer
-- than that one was, whenever it is ordered. None stands for the card itself.
ALTER TABLE cards ADD COLUMN lineage_id BLOB REFERENCES cards (id);

CREATE TABLE payment_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO payment_stages VALUES ('pending'), ('failed'), ('cancelled'), ('succeeded'), ('refund_due'), ('refunded');

-- Attempts to pay. Nothing in here identifies a bank card.
CREATE TABLE payments (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    stage TEXT NOT NULL REFERENCES payment_stages (name),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    fee TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    provider TEXT NOT NULL,
    provider_reference TEXT,
    next_action TEXT,
    return_url TEXT,
    failure TEXT,
    captured_amount INTEGER,
    captured_currency TEXT,
    captured_at INTEGER,
    refunded_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX payments_pending_per_case ON payments (case_id) WHERE stage = 'pending';
CREATE UNIQUE INDEX payments_reference ON payments (provider, provider_reference) WHERE provider_reference IS NOT NULL;
CREATE INDEX payments_case ON payments (case_id, id);
CREATE INDEX payments_account ON payments (account_id, id);
CREATE INDEX payments_open ON payments (id) WHERE stage IN ('pending', 'refund_due');

-- What providers reported, each event once, down to what the hub acts on.
CREATE TABLE payment_events (
    id BLOB PRIMARY KEY NOT NULL,
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    payment_id BLOB,
    provider_reference TEXT,
    report TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    applied_at INTEGER
) STRICT;
CREATE UNIQUE INDEX payment_events_event ON payment_events (provider, event_id);
CREATE INDEX payment_events_payment ON payment_events (payment_id);

-- The last number of each year and series. Whoever issues locks it.
CREATE TABLE invoice_counters (
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last_serial INTEGER NOT NULL,
    last_issued_at INTEGER,
    PRIMARY KEY (kind, year)
) STRICT;

CREATE TABLE invoices (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    payment_id BLOB NOT NULL REFERENCES payments (id),
    cancels_id BLOB REFERENCES invoices (id),
    total INTEGER NOT NULL,
    currency TEXT NOT NULL,
    mentions TEXT NOT NULL,
    issued_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX invoices_number ON invoices (number);
CREATE UNIQUE INDEX invoices_payment ON invoices (payment_id, kind);
CREATE INDEX invoices_account ON invoices (account_id, id);
CREATE INDEX invoices_issued ON invoices (issued_at);

-- Nothing ever changes what was issued.
CREATE TRIGGER invoices_frozen BEFORE UPDATE ON invoices BEGIN
    SELECT RAISE(ABORT, 'an invoice never changes');
END;
