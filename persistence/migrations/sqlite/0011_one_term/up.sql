-- One training gives or renews several sectors: a right in each.
DROP INDEX entitlements_attestation;
CREATE UNIQUE INDEX entitlements_attestation ON entitlements (attestation_id, sector) WHERE stage <> 'lost';
-- Every sector that a certificate names; none on those from before, which name one.
ALTER TABLE certificates ADD COLUMN sectors TEXT;
ALTER TABLE training_centres ADD COLUMN kind TEXT NOT NULL DEFAULT 'accredited';
-- What the centre saw on the driver's card; what an agent decided of an overlap; whether one still has to.
ALTER TABLE attestations ADD COLUMN previous_expires_on TEXT;
ALTER TABLE attestations ADD COLUMN overlap_decision TEXT;
ALTER TABLE attestations ADD COLUMN awaits_agent INTEGER NOT NULL DEFAULT 0;
-- What was matched before overlaps were looked at counts, as it did.
UPDATE attestations SET overlap_decision = 'counts' WHERE stage = 'matched';
CREATE INDEX attestations_awaiting ON attestations (id) WHERE awaits_agent;
-- An agent's answer: a date, or that there was no earlier term.
ALTER TABLE cases ADD COLUMN previous_expiry TEXT;
-- Qualifications known otherwise than by an attestation, or said by one beside its training.
CREATE TABLE known_qualifications (
    id BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    sector TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    source TEXT NOT NULL,
    card_number TEXT,
    attestation_id BLOB REFERENCES attestations (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_qualifications_account ON known_qualifications (account_id, id);
CREATE INDEX known_qualifications_attestation ON known_qualifications (attestation_id);
-- Cards that say something else than the rules do.
CREATE TABLE term_reprints (
    attestation_id BLOB NOT NULL REFERENCES attestations (id),
    sector TEXT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    printed TEXT,
    due TEXT,
    PRIMARY KEY (attestation_id, sector)
) STRICT;
CREATE INDEX term_reprints_account ON term_reprints (account_id);
