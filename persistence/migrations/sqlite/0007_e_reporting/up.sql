-- What was collected and refunded in a month is found by its day.
CREATE INDEX payments_captured ON payments (captured_at);
CREATE INDEX payments_refunded ON payments (refunded_at);

-- What somebody should look at: disputes, refunds made by hand.
ALTER TABLE payments ADD COLUMN alert TEXT;
