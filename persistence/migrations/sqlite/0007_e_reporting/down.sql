DROP INDEX payments_refunded;
DROP INDEX payments_captured;
