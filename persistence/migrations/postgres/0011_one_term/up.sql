-- One training gives or renews several sectors: a right in each.
DROP INDEX entitlements_attestation;
CREATE UNIQUE INDEX entitlements_attestation ON entitlements (attestation_id, sector) WHERE stage <> 'lost';
-- Every sector that a certificate names; none on those from before, which name one.
ALTER TABLE certificates ADD COLUMN sectors jsonb;
ALTER TABLE training_centres ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'accredited';
-- What the centre saw on the driver's card; what an agent decided of an overlap; whether one still has to.
ALTER TABLE attestations ADD COLUMN previous_expires_on date;
ALTER TABLE attestations ADD COLUMN overlap_decision text COLLATE "C";
ALTER TABLE attestations ADD COLUMN awaits_agent boolean NOT NULL DEFAULT false;
-- What was matched before overlaps were looked at counts, as it did.
UPDATE attestations SET overlap_decision = 'counts' WHERE stage = 'matched';
CREATE INDEX attestations_awaiting ON attestations (id) WHERE awaits_agent;
-- An agent's answer: a date, or that there was no earlier term.
ALTER TABLE cases ADD COLUMN previous_expiry text COLLATE "C";
-- Qualifications known otherwise than by an attestation, or said by one beside its training.
CREATE TABLE known_qualifications (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    sector text COLLATE "C" NOT NULL,
    expires_on date NOT NULL,
    source text COLLATE "C" NOT NULL,
    card_number text COLLATE "C",
    attestation_id uuid REFERENCES attestations (id),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX known_qualifications_account ON known_qualifications (account_id, id);
CREATE INDEX known_qualifications_attestation ON known_qualifications (attestation_id);
-- Cards that say something else than the rules do.
CREATE TABLE term_reprints (
    attestation_id uuid NOT NULL REFERENCES attestations (id),
    sector text COLLATE "C" NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    printed date,
    due date,
    PRIMARY KEY (attestation_id, sector)
);
CREATE INDEX term_reprints_account ON term_reprints (account_id);
