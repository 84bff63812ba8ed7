ALTER TABLE documents DROP COLUMN scan;
