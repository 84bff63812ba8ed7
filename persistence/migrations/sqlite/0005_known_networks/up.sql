-- From which networks somebody has signed in: a digest of both.
CREATE TABLE known_networks (
    digest BLOB PRIMARY KEY NOT NULL,
    account_id BLOB REFERENCES accounts (id),
    staff_id BLOB REFERENCES staff (id),
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_networks_account ON known_networks (account_id);
CREATE INDEX known_networks_staff ON known_networks (staff_id);
CREATE INDEX known_networks_age ON known_networks (last_seen_at);
