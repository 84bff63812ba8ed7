-- The back office's work list: each of its filters, alone and with the others, in the order of the list.
CREATE INDEX cases_kind ON cases (kind, submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX cases_stage_kind ON cases (stage, kind, submitted_at, id) WHERE submitted_at IS NOT NULL;
DROP INDEX cases_assignee;
CREATE INDEX cases_assignee ON cases (assignee_id, submitted_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX cases_assignee_kind ON cases (assignee_id, kind, submitted_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX cases_assignee_stage ON cases (assignee_id, stage, submitted_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX cases_assignee_stage_kind ON cases (assignee_id, stage, kind, submitted_at, id) WHERE assignee_id IS NOT NULL;
-- The cases about a card, whatever their stage.
CREATE INDEX cases_subject_card ON cases (subject_card_id, id) WHERE subject_card_id IS NOT NULL;

-- A centre's own list, and whatever stands under one of its references.
CREATE INDEX attestations_centre_reference ON attestations (centre_id, external_reference, id);
CREATE INDEX attestations_centre_stage ON attestations (centre_id, stage, id);
CREATE INDEX attestations_centre_sector ON attestations (centre_id, sector, id);
CREATE INDEX attestations_centre_stage_sector ON attestations (centre_id, stage, sector, id);

-- What is matched with a driver, or counted in an FCO. SQLite, which keeps no statistics, takes the index that meets more of the conditions: by the
-- driver alone, or by the stage alone, would be all the same to it.
DROP INDEX attestations_account;
CREATE INDEX attestations_account ON attestations (account_id, stage, id);
DROP INDEX attestations_counted_in;
CREATE INDEX attestations_counted_in ON attestations (counted_in, stage);

-- Who looks like somebody else. The last day that a birth can have been, where not all of its date is known.
ALTER TABLE profiles ADD COLUMN birth_date_latest date;
UPDATE profiles SET birth_date_latest = birth_date + interval '1 month' - interval '1 day' WHERE birth_date_precision = 'month';
UPDATE profiles SET birth_date_latest = birth_date + interval '1 year' - interval '1 day' WHERE birth_date_precision = 'year';
CREATE INDEX profiles_surname ON profiles (surname_folded, birth_date);
CREATE INDEX profiles_usage_name ON profiles (usage_name_folded, birth_date) WHERE usage_name_folded IS NOT NULL;
CREATE INDEX profiles_vague_surname ON profiles (surname_folded, birth_date) WHERE birth_date_latest IS NOT NULL;
CREATE INDEX profiles_vague_usage_name ON profiles (usage_name_folded, birth_date) WHERE birth_date_latest IS NOT NULL AND usage_name_folded IS NOT NULL;

-- The orders of a case and of a card, in their order.
DROP INDEX production_orders_case;
CREATE INDEX production_orders_case ON production_orders (case_id, id);
DROP INDEX production_orders_card;
CREATE INDEX production_orders_card ON production_orders (card_id, id);

-- What somebody did, newest first.
CREATE INDEX audit_events_actor ON audit_events (actor_id, id);

-- Messages by what became of them; and those that somebody holds.
CREATE INDEX outbox_open ON outbox (id) WHERE settled_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_done ON outbox (id) WHERE settled_at IS NOT NULL;
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE lease_until IS NOT NULL;

-- The sessions of somebody that are still good; what is due, in the order in which it is visited.
DROP INDEX sessions_account;
CREATE INDEX sessions_account ON sessions (account_id, id) WHERE ended_at IS NULL;
DROP INDEX sessions_staff;
CREATE INDEX sessions_staff ON sessions (staff_id, id) WHERE ended_at IS NULL;
DROP INDEX timers_due;
CREATE INDEX timers_due ON timers (due_at, subject_id, action);

-- What is kept no longer.
CREATE INDEX certificates_ended ON certificates (valid_until, id);
DROP INDEX documents_card;
CREATE INDEX documents_card ON documents (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX documents_uploaded ON documents (created_at, id) WHERE card_id IS NULL;
CREATE INDEX cards_photo ON cards (photo_id) WHERE photo_id IS NOT NULL;
CREATE INDEX cards_signature ON cards (signature_id) WHERE signature_id IS NOT NULL;
CREATE INDEX cards_photo_ended ON cards (expires_on, id) WHERE photo_id IS NOT NULL;
CREATE INDEX cards_signature_ended ON cards (expires_on, id) WHERE signature_id IS NOT NULL;
CREATE INDEX payments_changed ON payments (updated_at, id);
CREATE INDEX attestations_delivered ON attestations (training_type, delivered_on, id);

-- What rests on an attestation or an invoice is found when that is erased, and what was issued for a case when it is shown.
CREATE INDEX entitlements_training ON entitlements (attestation_id);
CREATE INDEX certificates_training ON certificates (attestation_id);
CREATE INDEX invoices_case ON invoices (case_id, id);
CREATE INDEX invoices_cancels ON invoices (cancels_id);
