ALTER TABLE authorizations DROP COLUMN sealed_entry;
