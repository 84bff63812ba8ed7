-- What nobody analysed lapses from now on, counted from the day of this change at the earliest: nobody loses an account
-- that no agent was called about.
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'account', id, 'lapse', max(updated_at, unixepoch() * 1000000) + 90 * 86400000000 FROM accounts WHERE stage = 'pending_review';
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'account', id, 'announce_lapse', max(updated_at, unixepoch() * 1000000) + 76 * 86400000000 FROM accounts WHERE stage = 'pending_review';
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'account', id, 'alarm', updated_at + 86400000000 FROM accounts WHERE stage = 'pending_review';
