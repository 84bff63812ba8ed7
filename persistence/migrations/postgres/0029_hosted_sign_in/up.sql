-- How somebody came in for whom a code is on its way, where it was not by a password: sealed, until the session begins.
ALTER TABLE authorizations ADD COLUMN sealed_entry bytea;
