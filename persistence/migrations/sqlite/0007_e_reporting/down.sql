ALTER TABLE payments DROP COLUMN alert;
DROP INDEX payments_refunded;
DROP INDEX payments_captured;
