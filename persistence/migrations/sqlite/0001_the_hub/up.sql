-- The hub's state: its profile, the offset of the sandbox's clock.
CREATE TABLE hub_state (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

-- Closed vocabularies. A stage is a foreign key, because SQLite cannot alter a CHECK.
CREATE TABLE account_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO account_stages VALUES ('pending_review'), ('correction_requested'), ('awaiting_password'), ('active'), ('suspended'), ('rejected'), ('closed');
CREATE TABLE entitlement_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO entitlement_stages VALUES ('available'), ('reserved'), ('used'), ('lost'), ('over');
CREATE TABLE case_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO case_stages VALUES ('draft'), ('awaiting_payment'), ('submitted'), ('in_review'), ('information_requested'), ('awaiting_card_return'), ('under_analysis'), ('correction_requested'), ('awaiting_address'), ('ready_to_ship'), ('in_production'), ('shipped'), ('completed'), ('cancelled'), ('rejected'), ('expired');
CREATE TABLE card_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO card_stages VALUES ('in_production'), ('in_transit'), ('active'), ('suspended'), ('undelivered'), ('returned'), ('revoked'), ('superseded'), ('expired'), ('destroyed');
CREATE TABLE production_order_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO production_order_stages VALUES ('queued'), ('started'), ('shipped'), ('failed');
CREATE TABLE attestation_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO attestation_stages VALUES ('recorded'), ('matched'), ('mismatch'), ('dismissed'), ('withdrawn');

-- An account is its lifecycle and the keys that must be unique; everything else about the person is its profile,
-- which is erased as a whole.
CREATE TABLE accounts (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    stage TEXT NOT NULL REFERENCES account_stages (name),
    email TEXT,
    licence_country TEXT,
    licence_number TEXT,
    password_hash TEXT,
    decision_reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX accounts_email ON accounts (email) WHERE stage NOT IN ('closed', 'rejected');
CREATE UNIQUE INDEX accounts_approved_licence ON accounts (licence_country, licence_number) WHERE stage IN ('awaiting_password', 'active', 'suspended');
CREATE INDEX accounts_licence ON accounts (licence_country, licence_number);
CREATE INDEX accounts_stage ON accounts (stage, id);

CREATE TABLE profiles (
    account_id BLOB PRIMARY KEY REFERENCES accounts (id),
    language TEXT NOT NULL,
    phone TEXT,
    surname TEXT NOT NULL,
    surname_folded TEXT NOT NULL,
    first_names TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    birth_place TEXT NOT NULL,
    birth_country TEXT NOT NULL,
    address TEXT NOT NULL,
    licence_categories TEXT NOT NULL,
    licence_issued_on TEXT,
    licence_expires_on TEXT
) STRICT;
CREATE INDEX profiles_person ON profiles (birth_date, surname_folded);

CREATE TABLE consents (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    consent TEXT NOT NULL,
    document_version TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, consent)
) STRICT;

CREATE TABLE staff (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- One-time links. Only the hash of a token is kept.
CREATE TABLE links (
    token_hash BLOB PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    staff_id BLOB REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX links_account ON links (account_id);
CREATE INDEX links_staff ON links (staff_id);
CREATE INDEX links_expiry ON links (expires_at);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    staff_id BLOB REFERENCES staff (id),
    generation INTEGER NOT NULL,
    user_agent TEXT,
    created_at INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Every refresh token a session ever had, so that an old one is recognised when it comes back.
CREATE TABLE refresh_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    sealed_private_key BLOB NOT NULL,
    public_key BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER,
    published_until INTEGER
) STRICT;

CREATE TABLE training_centres (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    accreditation_number TEXT NOT NULL UNIQUE,
    contact_email TEXT,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE accreditations (
    id BLOB PRIMARY KEY NOT NULL,
    centre_id BLOB NOT NULL REFERENCES training_centres (id),
    valid_from TEXT NOT NULL,
    valid_until TEXT
) STRICT;
CREATE INDEX accreditations_centre ON accreditations (centre_id);

CREATE TABLE machine_clients (
    client_id TEXT PRIMARY KEY NOT NULL,
    secret_hash BLOB NOT NULL,
    scope TEXT NOT NULL,
    centre_id BLOB REFERENCES training_centres (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX machine_clients_centre ON machine_clients (centre_id);

CREATE TABLE attestations (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    stage TEXT NOT NULL REFERENCES attestation_stages (name),
    centre_id BLOB NOT NULL REFERENCES training_centres (id),
    external_reference TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    training_type TEXT NOT NULL,
    sector TEXT NOT NULL,
    hours INTEGER NOT NULL,
    started_on TEXT NOT NULL,
    ended_on TEXT NOT NULL,
    delivered_on TEXT NOT NULL,
    place TEXT NOT NULL,
    surname TEXT NOT NULL,
    surname_folded TEXT NOT NULL,
    first_names TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    licence_country TEXT NOT NULL,
    licence_number TEXT NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    candidate_id BLOB REFERENCES accounts (id),
    counted_in BLOB REFERENCES attestations (id),
    mismatch TEXT,
    decision_reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX attestations_reference ON attestations (centre_id, external_reference);
CREATE INDEX attestations_centre ON attestations (centre_id, id);
CREATE INDEX attestations_account ON attestations (account_id, id);
CREATE INDEX attestations_counted_in ON attestations (counted_in);
CREATE INDEX attestations_candidate ON attestations (candidate_id);
CREATE INDEX attestations_licence ON attestations (licence_country, licence_number);
CREATE INDEX attestations_person ON attestations (birth_date, surname_folded);
CREATE INDEX attestations_stage ON attestations (stage, id);

CREATE TABLE cases (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    stage TEXT NOT NULL REFERENCES case_stages (name),
    reference TEXT NOT NULL,
    subject_card_id BLOB,
    produced_card_id BLOB,
    holder TEXT,
    delivery_address TEXT,
    billing_address TEXT,
    declaration TEXT,
    sectors TEXT,
    assignee_id BLOB REFERENCES staff (id),
    warning TEXT,
    answer_before INTEGER,
    requested_at INTEGER,
    decision_reason TEXT,
    tracking_number TEXT,
    submitted_at INTEGER,
    decided_at INTEGER,
    shipped_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_reference ON cases (reference);
CREATE UNIQUE INDEX cases_open_per_card ON cases (subject_card_id) WHERE stage NOT IN ('shipped', 'completed', 'cancelled', 'rejected', 'expired');
CREATE UNIQUE INDEX cases_open_cqc_per_driver ON cases (account_id) WHERE kind = 'cqc' AND stage NOT IN ('shipped', 'completed', 'cancelled', 'rejected', 'expired');
CREATE INDEX cases_account ON cases (account_id, id);
CREATE INDEX cases_stage ON cases (stage, submitted_at, id);
CREATE INDEX cases_submitted ON cases (submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX cases_assignee ON cases (assignee_id, id);
CREATE INDEX cases_produced_card ON cases (produced_card_id);

CREATE TABLE entitlements (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    stage TEXT NOT NULL REFERENCES entitlement_stages (name),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    attestation_id BLOB NOT NULL REFERENCES attestations (id),
    case_id BLOB REFERENCES cases (id),
    sector TEXT NOT NULL,
    training_ended_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
-- A sequence can complete an FCO again after what it earned before was lost.
CREATE UNIQUE INDEX entitlements_attestation ON entitlements (attestation_id) WHERE stage <> 'lost';
CREATE INDEX entitlements_account ON entitlements (account_id, id);
CREATE INDEX entitlements_case ON entitlements (case_id);

CREATE TABLE certificates (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    attestation_id BLOB NOT NULL REFERENCES attestations (id),
    code TEXT NOT NULL,
    sector TEXT NOT NULL,
    training_type TEXT NOT NULL,
    training_ended_on TEXT NOT NULL,
    centre_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    first_names TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    revoked_at INTEGER,
    revocation_reason TEXT
) STRICT;
CREATE UNIQUE INDEX certificates_code ON certificates (code);
CREATE UNIQUE INDEX certificates_attestation ON certificates (attestation_id) WHERE revoked_at IS NULL;
CREATE INDEX certificates_account ON certificates (account_id, id);

CREATE TABLE case_items (
    id BLOB PRIMARY KEY NOT NULL,
    case_id BLOB REFERENCES cases (id),
    account_id BLOB REFERENCES accounts (id),
    target TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed INTEGER NOT NULL,
    comment TEXT,
    created_at INTEGER NOT NULL,
    settled_at INTEGER
) STRICT;
CREATE INDEX case_items_case ON case_items (case_id);
CREATE INDEX case_items_account ON case_items (account_id);

CREATE TABLE cards (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    stage TEXT NOT NULL REFERENCES card_stages (name),
    stage_before TEXT REFERENCES card_stages (name),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    number TEXT NOT NULL,
    code TEXT NOT NULL,
    holder TEXT NOT NULL,
    sectors TEXT NOT NULL,
    issuer TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    delivery_address TEXT NOT NULL,
    photo_id BLOB,
    signature_id BLOB,
    tracking_number TEXT,
    revocation_reason TEXT,
    revocation_note TEXT,
    activated_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cards_number ON cards (number);
CREATE UNIQUE INDEX cards_code ON cards (code);
CREATE INDEX cards_account ON cards (account_id, id);
CREATE INDEX cards_tracking ON cards (tracking_number);

-- Metadata of uploaded files; the bytes are in object storage under the document's id.
CREATE TABLE documents (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    case_id BLOB REFERENCES cases (id),
    card_id BLOB REFERENCES cards (id),
    document_type TEXT NOT NULL,
    media_type TEXT NOT NULL,
    file_name TEXT,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    width INTEGER,
    height INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX documents_case_type ON documents (case_id, document_type);
CREATE INDEX documents_card ON documents (card_id);
CREATE INDEX documents_account ON documents (account_id);

CREATE TABLE production_orders (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    stage TEXT NOT NULL REFERENCES production_order_stages (name),
    order_type TEXT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    card_id BLOB NOT NULL REFERENCES cards (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    delivery_address TEXT NOT NULL,
    failure_reason TEXT,
    tracking_number TEXT,
    shipped_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX production_orders_stage ON production_orders (stage, id);
CREATE INDEX production_orders_case ON production_orders (case_id);
CREATE INDEX production_orders_card ON production_orders (card_id);

-- Every transition of every lifecycle: who, when, why. The «parcours» that a driver reads.
CREATE TABLE transitions (
    id BLOB PRIMARY KEY NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    action TEXT NOT NULL,
    from_stage TEXT,
    to_stage TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id TEXT,
    reason TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX transitions_subject ON transitions (subject_id, id);

CREATE TABLE audit_events (
    id BLOB PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB,
    request_id TEXT,
    details TEXT
) STRICT;
CREATE INDEX audit_events_subject ON audit_events (subject_id, id);
CREATE INDEX audit_events_at ON audit_events (at);

-- What is due by itself: lapses, reminders, expiries, retention.
CREATE TABLE timers (
    subject TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    action TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (subject, subject_id, action)
) STRICT;
CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE outbox (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    ordering_key BLOB,
    account_id BLOB,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    available_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    lease_until INTEGER,
    claim_token BLOB,
    settled_at INTEGER,
    failed_at INTEGER,
    last_error TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (available_at, id) WHERE settled_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_order ON outbox (ordering_key, id) WHERE settled_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_account ON outbox (account_id);
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (id) WHERE failed_at IS NOT NULL;

-- The sandbox's mailbox: what would have been mailed and texted.
CREATE TABLE mailbox (
    id BLOB PRIMARY KEY NOT NULL,
    outbox_id BLOB NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    kind TEXT,
    recipient TEXT NOT NULL,
    subject TEXT,
    text TEXT NOT NULL,
    html TEXT,
    links TEXT NOT NULL,
    attachments TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mailbox_recipient ON mailbox (recipient, id);

CREATE TABLE notices (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    subject TEXT,
    subject_id BLOB,
    created_at INTEGER NOT NULL,
    read_at INTEGER
) STRICT;
CREATE INDEX notices_account ON notices (account_id, id);

CREATE TABLE idempotency_records (
    scope BLOB PRIMARY KEY NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER,
    headers TEXT,
    body BLOB,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_records_age ON idempotency_records (created_at);

CREATE TABLE fees (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    applies_from TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX fees_kind ON fees (kind, applies_from);
