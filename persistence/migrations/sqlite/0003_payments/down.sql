DROP TABLE invoices;
DROP TABLE invoice_counters;
DROP TABLE payment_events;
DROP TABLE payments;
DROP TABLE payment_stages;
ALTER TABLE cards DROP COLUMN lineage_id;
ALTER TABLE cases DROP COLUMN amount_due;
