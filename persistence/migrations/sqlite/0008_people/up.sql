-- The address that a link to change an email, or to object to that, was sent to.
ALTER TABLE links ADD COLUMN email TEXT;
-- How often somebody who held a link to choose a first password did not know the birth date.
ALTER TABLE accounts ADD COLUMN wrong_birth_dates INTEGER NOT NULL DEFAULT 0;

-- What was withdrawn leaves its reference to the next posting.
DROP INDEX attestations_reference;
CREATE UNIQUE INDEX attestations_reference ON attestations (centre_id, external_reference) WHERE stage <> 'withdrawn';

-- Whose an attestation is not, by an agent's word.
CREATE TABLE dismissals (
    attestation_id BLOB NOT NULL REFERENCES attestations (id),
    account_id BLOB NOT NULL REFERENCES accounts (id),
    dismissed_at INTEGER NOT NULL,
    PRIMARY KEY (attestation_id, account_id)
) STRICT;
CREATE INDEX dismissals_account ON dismissals (account_id);
INSERT INTO dismissals (attestation_id, account_id, dismissed_at)
SELECT id, candidate_id, updated_at FROM attestations WHERE stage = 'dismissed' AND candidate_id IS NOT NULL;

-- Holders of cards that are on their way are reminded to activate them.
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'card', id, 'card_not_activated', updated_at + 15 * 86400000000 FROM cards
WHERE stage = 'in_transit' AND updated_at + 15 * 86400000000 > unixepoch() * 1000000;
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'card', id, 'card_still_not_activated', updated_at + 45 * 86400000000 FROM cards
WHERE stage = 'in_transit' AND updated_at + 45 * 86400000000 > unixepoch() * 1000000;
