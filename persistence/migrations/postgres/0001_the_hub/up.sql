-- The hub's state: its profile, the offset of the sandbox's clock.
CREATE TABLE hub_state (
    key text COLLATE "C" PRIMARY KEY,
    value text COLLATE "C" NOT NULL
);

-- Closed vocabularies. A stage is a foreign key, because SQLite cannot alter a CHECK.
CREATE TABLE account_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO account_stages VALUES ('pending_review'), ('correction_requested'), ('awaiting_password'), ('active'), ('suspended'), ('rejected'), ('closed');
CREATE TABLE entitlement_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO entitlement_stages VALUES ('available'), ('reserved'), ('used'), ('lost'), ('over');
CREATE TABLE case_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO case_stages VALUES ('draft'), ('awaiting_payment'), ('submitted'), ('in_review'), ('information_requested'), ('awaiting_card_return'), ('under_analysis'), ('correction_requested'), ('awaiting_address'), ('ready_to_ship'), ('in_production'), ('shipped'), ('completed'), ('cancelled'), ('rejected'), ('expired');
CREATE TABLE card_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO card_stages VALUES ('in_production'), ('in_transit'), ('active'), ('suspended'), ('undelivered'), ('returned'), ('revoked'), ('superseded'), ('expired'), ('destroyed');
CREATE TABLE production_order_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO production_order_stages VALUES ('queued'), ('started'), ('shipped'), ('failed');
CREATE TABLE attestation_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO attestation_stages VALUES ('recorded'), ('matched'), ('mismatch'), ('dismissed'), ('withdrawn');

-- An account is its lifecycle and the keys that must be unique; everything else about the person is its profile,
-- which is erased as a whole.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES account_stages (name),
    email text COLLATE "C",
    licence_country text COLLATE "C",
    licence_number text COLLATE "C",
    password_hash text COLLATE "C",
    decision_reason text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX accounts_email ON accounts (email) WHERE stage NOT IN ('closed', 'rejected');
CREATE UNIQUE INDEX accounts_approved_licence ON accounts (licence_country, licence_number) WHERE stage IN ('awaiting_password', 'active', 'suspended');
CREATE INDEX accounts_licence ON accounts (licence_country, licence_number);
CREATE INDEX accounts_stage ON accounts (stage, id);

CREATE TABLE profiles (
    account_id uuid PRIMARY KEY REFERENCES accounts (id),
    language text COLLATE "C" NOT NULL,
    phone text COLLATE "C",
    surname text COLLATE "C" NOT NULL,
    surname_folded text COLLATE "C" NOT NULL,
    first_names text COLLATE "C" NOT NULL,
    birth_date date NOT NULL,
    birth_place text COLLATE "C" NOT NULL,
    birth_country text COLLATE "C" NOT NULL,
    address jsonb NOT NULL,
    licence_categories jsonb NOT NULL,
    licence_issued_on date,
    licence_expires_on date
);
CREATE INDEX profiles_person ON profiles (birth_date, surname_folded);

CREATE TABLE consents (
    account_id uuid NOT NULL REFERENCES accounts (id),
    consent text COLLATE "C" NOT NULL,
    document_version text COLLATE "C" NOT NULL,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, consent)
);

CREATE TABLE staff (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    email text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    password_hash text COLLATE "C",
    active boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

-- One-time links. Only the hash of a token is kept.
CREATE TABLE links (
    token_hash bytea PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX links_account ON links (account_id);
CREATE INDEX links_staff ON links (staff_id);
CREATE INDEX links_expiry ON links (expires_at);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    generation integer NOT NULL,
    user_agent text COLLATE "C",
    created_at timestamptz NOT NULL,
    rotated_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_staff ON sessions (staff_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Every refresh token a session ever had, so that an old one is recognised when it comes back.
CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    generation integer NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE signing_keys (
    kid text COLLATE "C" PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    sealed_private_key bytea NOT NULL,
    public_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz,
    published_until timestamptz
);

CREATE TABLE training_centres (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    name text COLLATE "C" NOT NULL,
    accreditation_number text COLLATE "C" NOT NULL UNIQUE,
    contact_email text COLLATE "C",
    active boolean NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE accreditations (
    id uuid PRIMARY KEY,
    centre_id uuid NOT NULL REFERENCES training_centres (id),
    valid_from date NOT NULL,
    valid_until date
);
CREATE INDEX accreditations_centre ON accreditations (centre_id);

CREATE TABLE machine_clients (
    client_id text COLLATE "C" PRIMARY KEY,
    secret_hash bytea NOT NULL,
    scope text COLLATE "C" NOT NULL,
    centre_id uuid REFERENCES training_centres (id),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX machine_clients_centre ON machine_clients (centre_id);

CREATE TABLE attestations (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES attestation_stages (name),
    centre_id uuid NOT NULL REFERENCES training_centres (id),
    external_reference text COLLATE "C" NOT NULL,
    content_hash bytea NOT NULL,
    training_type text COLLATE "C" NOT NULL,
    sector text COLLATE "C" NOT NULL,
    hours integer NOT NULL,
    started_on date NOT NULL,
    ended_on date NOT NULL,
    delivered_on date NOT NULL,
    place text COLLATE "C" NOT NULL,
    surname text COLLATE "C" NOT NULL,
    surname_folded text COLLATE "C" NOT NULL,
    first_names text COLLATE "C" NOT NULL,
    birth_date date NOT NULL,
    licence_country text COLLATE "C" NOT NULL,
    licence_number text COLLATE "C" NOT NULL,
    account_id uuid REFERENCES accounts (id),
    candidate_id uuid REFERENCES accounts (id),
    counted_in uuid REFERENCES attestations (id),
    mismatch text COLLATE "C",
    decision_reason text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX attestations_reference ON attestations (centre_id, external_reference);
CREATE INDEX attestations_centre ON attestations (centre_id, id);
CREATE INDEX attestations_account ON attestations (account_id, id);
CREATE INDEX attestations_counted_in ON attestations (counted_in);
CREATE INDEX attestations_candidate ON attestations (candidate_id);
CREATE INDEX attestations_licence ON attestations (licence_country, licence_number);
CREATE INDEX attestations_person ON attestations (birth_date, surname_folded);
CREATE INDEX attestations_stage ON attestations (stage, id);

CREATE TABLE cases (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    kind text COLLATE "C" NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES case_stages (name),
    reference text COLLATE "C" NOT NULL,
    subject_card_id uuid,
    produced_card_id uuid,
    holder jsonb,
    delivery_address jsonb,
    billing_address jsonb,
    declaration jsonb,
    sectors jsonb,
    assignee_id uuid REFERENCES staff (id),
    warning text COLLATE "C",
    answer_before timestamptz,
    requested_at timestamptz,
    decision_reason text COLLATE "C",
    tracking_number text COLLATE "C",
    submitted_at timestamptz,
    decided_at timestamptz,
    shipped_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX cases_reference ON cases (reference);
CREATE UNIQUE INDEX cases_open_per_card ON cases (subject_card_id) WHERE stage NOT IN ('shipped', 'completed', 'cancelled', 'rejected', 'expired');
CREATE UNIQUE INDEX cases_open_cqc_per_driver ON cases (account_id) WHERE kind = 'cqc' AND stage NOT IN ('shipped', 'completed', 'cancelled', 'rejected', 'expired');
CREATE INDEX cases_account ON cases (account_id, id);
CREATE INDEX cases_stage ON cases (stage, submitted_at, id);
CREATE INDEX cases_submitted ON cases (submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX cases_assignee ON cases (assignee_id, id);
CREATE INDEX cases_produced_card ON cases (produced_card_id);

CREATE TABLE entitlements (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES entitlement_stages (name),
    account_id uuid NOT NULL REFERENCES accounts (id),
    attestation_id uuid NOT NULL REFERENCES attestations (id),
    case_id uuid REFERENCES cases (id),
    sector text COLLATE "C" NOT NULL,
    training_ended_on date NOT NULL,
    expires_on date NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
-- A sequence can complete an FCO again after what it earned before was lost.
CREATE UNIQUE INDEX entitlements_attestation ON entitlements (attestation_id) WHERE stage <> 'lost';
CREATE INDEX entitlements_account ON entitlements (account_id, id);
CREATE INDEX entitlements_case ON entitlements (case_id);

CREATE TABLE certificates (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    attestation_id uuid NOT NULL REFERENCES attestations (id),
    code text COLLATE "C" NOT NULL,
    sector text COLLATE "C" NOT NULL,
    training_type text COLLATE "C" NOT NULL,
    training_ended_on date NOT NULL,
    centre_name text COLLATE "C" NOT NULL,
    surname text COLLATE "C" NOT NULL,
    first_names text COLLATE "C" NOT NULL,
    birth_date date NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    issued_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revocation_reason text COLLATE "C"
);
CREATE UNIQUE INDEX certificates_code ON certificates (code);
CREATE UNIQUE INDEX certificates_attestation ON certificates (attestation_id) WHERE revoked_at IS NULL;
CREATE INDEX certificates_account ON certificates (account_id, id);

CREATE TABLE case_items (
    id uuid PRIMARY KEY,
    case_id uuid REFERENCES cases (id),
    account_id uuid REFERENCES accounts (id),
    target text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    changed boolean NOT NULL,
    comment text COLLATE "C",
    created_at timestamptz NOT NULL,
    settled_at timestamptz
);
CREATE INDEX case_items_case ON case_items (case_id);
CREATE INDEX case_items_account ON case_items (account_id);

CREATE TABLE cards (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES card_stages (name),
    stage_before text COLLATE "C" REFERENCES card_stages (name),
    account_id uuid NOT NULL REFERENCES accounts (id),
    number text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    holder jsonb NOT NULL,
    sectors jsonb NOT NULL,
    issuer text COLLATE "C" NOT NULL,
    issued_on date NOT NULL,
    expires_on date NOT NULL,
    delivery_address jsonb NOT NULL,
    photo_id uuid,
    signature_id uuid,
    tracking_number text COLLATE "C",
    revocation_reason text COLLATE "C",
    revocation_note text COLLATE "C",
    activated_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX cards_number ON cards (number);
CREATE UNIQUE INDEX cards_code ON cards (code);
CREATE INDEX cards_account ON cards (account_id, id);
CREATE INDEX cards_tracking ON cards (tracking_number);

-- Metadata of uploaded files; the bytes are in object storage under the document's id.
CREATE TABLE documents (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    case_id uuid REFERENCES cases (id),
    card_id uuid REFERENCES cards (id),
    document_type text COLLATE "C" NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    file_name text COLLATE "C",
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    width integer,
    height integer,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX documents_case_type ON documents (case_id, document_type);
CREATE INDEX documents_card ON documents (card_id);
CREATE INDEX documents_account ON documents (account_id);

CREATE TABLE production_orders (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    stage text COLLATE "C" NOT NULL REFERENCES production_order_stages (name),
    order_type text COLLATE "C" NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    card_id uuid NOT NULL REFERENCES cards (id),
    case_id uuid NOT NULL REFERENCES cases (id),
    delivery_address jsonb NOT NULL,
    failure_reason text COLLATE "C",
    tracking_number text COLLATE "C",
    shipped_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX production_orders_stage ON production_orders (stage, id);
CREATE INDEX production_orders_case ON production_orders (case_id);
CREATE INDEX production_orders_card ON production_orders (card_id);

-- Every transition of every lifecycle: who, when, why. The «parcours» that a driver reads.
CREATE TABLE transitions (
    id uuid PRIMARY KEY,
    subject text COLLATE "C" NOT NULL,
    subject_id uuid NOT NULL,
    action text COLLATE "C" NOT NULL,
    from_stage text COLLATE "C",
    to_stage text COLLATE "C" NOT NULL,
    actor_role text COLLATE "C" NOT NULL,
    actor_id text COLLATE "C",
    reason text COLLATE "C",
    at timestamptz NOT NULL
);
CREATE INDEX transitions_subject ON transitions (subject_id, id);

CREATE TABLE audit_events (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_role text COLLATE "C" NOT NULL,
    actor_id text COLLATE "C",
    action text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    subject_id uuid,
    request_id text COLLATE "C",
    details jsonb
);
CREATE INDEX audit_events_subject ON audit_events (subject_id, id);
CREATE INDEX audit_events_at ON audit_events (at);

-- What is due by itself: lapses, reminders, expiries, retention.
CREATE TABLE timers (
    subject text COLLATE "C" NOT NULL,
    subject_id uuid NOT NULL,
    action text COLLATE "C" NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (subject, subject_id, action)
);
CREATE INDEX timers_due ON timers (due_at);

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    ordering_key uuid,
    account_id uuid,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    available_at timestamptz NOT NULL,
    attempts integer NOT NULL,
    lease_until timestamptz,
    claim_token uuid,
    settled_at timestamptz,
    failed_at timestamptz,
    last_error text COLLATE "C"
);
CREATE INDEX outbox_waiting ON outbox (available_at, id) WHERE settled_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_order ON outbox (ordering_key, id) WHERE settled_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_account ON outbox (account_id);
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX outbox_failed ON outbox (id) WHERE failed_at IS NOT NULL;

-- The sandbox's mailbox: what would have been mailed and texted.
CREATE TABLE mailbox (
    id uuid PRIMARY KEY,
    outbox_id uuid NOT NULL UNIQUE,
    channel text COLLATE "C" NOT NULL,
    kind text COLLATE "C",
    recipient text COLLATE "C" NOT NULL,
    subject text COLLATE "C",
    text text COLLATE "C" NOT NULL,
    html text COLLATE "C",
    links jsonb NOT NULL,
    attachments jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX mailbox_recipient ON mailbox (recipient, id);

CREATE TABLE notices (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    kind text COLLATE "C" NOT NULL,
    subject text COLLATE "C",
    subject_id uuid,
    created_at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE INDEX notices_account ON notices (account_id, id);

CREATE TABLE idempotency_records (
    scope bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    status integer,
    headers jsonb,
    body bytea,
    created_at timestamptz NOT NULL
);
CREATE INDEX idempotency_records_age ON idempotency_records (created_at);

CREATE TABLE fees (
    id uuid PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    applies_from date NOT NULL
);
CREATE UNIQUE INDEX fees_kind ON fees (kind, applies_from);
