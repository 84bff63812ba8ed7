DELETE FROM timers WHERE subject = 'account' AND action = 'alarm';
DELETE FROM timers WHERE subject = 'account' AND subject_id IN (SELECT id FROM accounts WHERE stage = 'pending_review');
