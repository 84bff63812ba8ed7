-- From which networks somebody has signed in: a digest of both.
CREATE TABLE known_networks (
    digest bytea PRIMARY KEY,
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX known_networks_account ON known_networks (account_id);
CREATE INDEX known_networks_staff ON known_networks (staff_id);
CREATE INDEX known_networks_age ON known_networks (last_seen_at);
