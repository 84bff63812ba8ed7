DELETE FROM timers WHERE subject = 'card' AND action IN ('card_not_activated', 'card_still_not_activated');
DROP TABLE dismissals;
DROP INDEX attestations_reference;
CREATE UNIQUE INDEX attestations_reference ON attestations (centre_id, external_reference);
ALTER TABLE accounts DROP COLUMN wrong_birth_dates;
ALTER TABLE links DROP COLUMN email;
