-- What nobody analysed lapses from now on, counted from the day of this change at the earliest: nobody loses an account
-- that no agent was called about.
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'account', id, 'lapse', greatest(updated_at, now()) + interval '90 days' FROM accounts WHERE stage = 'pending_review';
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'account', id, 'announce_lapse', greatest(updated_at, now()) + interval '76 days' FROM accounts WHERE stage = 'pending_review';
INSERT INTO timers (subject, subject_id, action, due_at)
SELECT 'account', id, 'alarm', updated_at + interval '1 day' FROM accounts WHERE stage = 'pending_review';
