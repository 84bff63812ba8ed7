-- What is known of a birth date: `day`, `month` or `year`. The dates are the first day it can be.
ALTER TABLE profiles ADD COLUMN birth_date_precision TEXT NOT NULL DEFAULT 'day';
ALTER TABLE attestations ADD COLUMN birth_date_precision TEXT NOT NULL DEFAULT 'day';
ALTER TABLE certificates ADD COLUMN birth_date_precision TEXT NOT NULL DEFAULT 'day';
-- The name somebody uses beside their birth name.
ALTER TABLE profiles ADD COLUMN usage_name TEXT;
ALTER TABLE profiles ADD COLUMN usage_name_folded TEXT;
ALTER TABLE attestations ADD COLUMN usage_name TEXT;
-- The number that is a French driver's for life.
ALTER TABLE accounts ADD COLUMN licence_neph TEXT;
ALTER TABLE attestations ADD COLUMN neph TEXT;
CREATE UNIQUE INDEX accounts_approved_neph ON accounts (licence_neph) WHERE stage IN ('awaiting_password', 'active', 'suspended');
CREATE INDEX accounts_neph ON accounts (licence_neph);
CREATE INDEX attestations_neph ON attestations (neph);

-- Every licence number a driver was ever matched by, beside those of their account.
CREATE TABLE known_numbers (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    country TEXT NOT NULL,
    number TEXT NOT NULL,
    PRIMARY KEY (account_id, country, number)
) STRICT;
CREATE INDEX known_numbers_number ON known_numbers (country, number);

-- Drivers as attestations described them, who are an account's by an agent's word. The id is the attestation's.
CREATE TABLE aliases (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    surname TEXT NOT NULL,
    surname_folded TEXT NOT NULL,
    usage_name TEXT,
    usage_name_folded TEXT,
    first_names TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    birth_date_precision TEXT NOT NULL,
    licence_country TEXT NOT NULL,
    licence_number TEXT NOT NULL,
    neph TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX aliases_account ON aliases (account_id, id);
CREATE INDEX aliases_licence ON aliases (licence_country, licence_number);
CREATE INDEX aliases_neph ON aliases (neph);
CREATE INDEX aliases_person ON aliases (birth_date, surname_folded);
INSERT INTO aliases (
    id, account_id, surname, surname_folded, first_names, birth_date, birth_date_precision,
    licence_country, licence_number, created_at
)
SELECT
    attestations.id, attestations.account_id, attestations.surname, attestations.surname_folded, attestations.first_names,
    attestations.birth_date, 'day', attestations.licence_country, attestations.licence_number, attestations.updated_at
FROM attestations
INNER JOIN accounts ON accounts.id = attestations.account_id
INNER JOIN profiles ON profiles.account_id = accounts.id
WHERE
    attestations.stage = 'matched' AND accounts.stage IN ('active', 'suspended')
    AND (
        attestations.surname_folded <> profiles.surname_folded OR attestations.birth_date <> profiles.birth_date
        OR attestations.licence_country <> accounts.licence_country OR attestations.licence_number <> accounts.licence_number
    );
