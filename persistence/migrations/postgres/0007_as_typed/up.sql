-- What is known of a birth date: `day`, `month` or `year`. The dates are the first day it can be.
ALTER TABLE profiles ADD COLUMN birth_date_precision text COLLATE "C" NOT NULL DEFAULT 'day';
ALTER TABLE attestations ADD COLUMN birth_date_precision text COLLATE "C" NOT NULL DEFAULT 'day';
ALTER TABLE certificates ADD COLUMN birth_date_precision text COLLATE "C" NOT NULL DEFAULT 'day';
-- The name somebody uses beside their birth name.
ALTER TABLE profiles ADD COLUMN usage_name text COLLATE "C";
ALTER TABLE profiles ADD COLUMN usage_name_folded text COLLATE "C";
ALTER TABLE attestations ADD COLUMN usage_name text COLLATE "C";
-- The number that is a French driver's for life.
ALTER TABLE accounts ADD COLUMN licence_neph text COLLATE "C";
ALTER TABLE attestations ADD COLUMN neph text COLLATE "C";
CREATE UNIQUE INDEX accounts_approved_neph ON accounts (licence_neph) WHERE stage IN ('awaiting_password', 'active', 'suspended');
CREATE INDEX accounts_neph ON accounts (licence_neph);
CREATE INDEX attestations_neph ON attestations (neph);

-- Every licence number a driver was ever matched by, beside those of their account.
CREATE TABLE known_numbers (
    account_id uuid NOT NULL REFERENCES accounts (id),
    country text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, country, number)
);
CREATE INDEX known_numbers_number ON known_numbers (country, number);

-- Drivers as attestations described them, who are an account's by an agent's word. The id is the attestation's.
CREATE TABLE aliases (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    surname text COLLATE "C" NOT NULL,
    surname_folded text COLLATE "C" NOT NULL,
    usage_name text COLLATE "C",
    usage_name_folded text COLLATE "C",
    first_names text COLLATE "C" NOT NULL,
    birth_date date NOT NULL,
    birth_date_precision text COLLATE "C" NOT NULL,
    licence_country text COLLATE "C" NOT NULL,
    licence_number text COLLATE "C" NOT NULL,
    neph text COLLATE "C",
    created_at timestamptz NOT NULL
);
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
