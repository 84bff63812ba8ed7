CREATE TABLE account_export_stages (name text COLLATE "C" PRIMARY KEY);
INSERT INTO account_export_stages VALUES ('preparing'), ('ready'), ('failed'), ('expired');

-- Archives of everything held about a driver, made for them. The bytes are in object storage under the export's id.
CREATE TABLE account_exports (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    stage text COLLATE "C" NOT NULL REFERENCES account_export_stages (name),
    size bigint,
    sha256 bytea,
    requested_at timestamptz NOT NULL,
    ready_at timestamptz,
    expires_at timestamptz
);
CREATE UNIQUE INDEX account_exports_preparing ON account_exports (account_id) WHERE stage = 'preparing';
CREATE INDEX account_exports_account ON account_exports (account_id, id);
CREATE INDEX account_exports_ready ON account_exports (ready_at, id) WHERE stage = 'ready';
CREATE INDEX account_exports_requested ON account_exports (requested_at);

-- A link for browsers leads to a paper or to an export.
ALTER TABLE download_links ALTER COLUMN paper_id DROP NOT NULL;
ALTER TABLE download_links ADD COLUMN export_id uuid REFERENCES account_exports (id) ON DELETE CASCADE;
CREATE INDEX download_links_export ON download_links (export_id);

-- What an export goes through of an account, in pages.
DROP INDEX documents_account;
CREATE INDEX documents_account ON documents (account_id, id);
DROP INDEX papers_account;
CREATE INDEX papers_account ON papers (account_id, id);
DROP INDEX outbox_account;
CREATE INDEX outbox_account ON outbox (account_id, id);
CREATE INDEX sessions_of_account ON sessions (account_id, id);
CREATE INDEX production_orders_account ON production_orders (account_id, id);
