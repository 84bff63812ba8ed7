CREATE TABLE account_export_stages (name TEXT PRIMARY KEY NOT NULL) STRICT;
INSERT INTO account_export_stages VALUES ('preparing'), ('ready'), ('failed'), ('expired');

-- Archives of everything held about a driver, made for them. The bytes are in object storage under the export's id.
CREATE TABLE account_exports (
    id BLOB PRIMARY KEY NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    stage TEXT NOT NULL REFERENCES account_export_stages (name),
    size INTEGER,
    sha256 BLOB,
    requested_at INTEGER NOT NULL,
    ready_at INTEGER,
    expires_at INTEGER
) STRICT;
CREATE UNIQUE INDEX account_exports_preparing ON account_exports (account_id) WHERE stage = 'preparing';
CREATE INDEX account_exports_account ON account_exports (account_id, id);
CREATE INDEX account_exports_ready ON account_exports (ready_at, id) WHERE stage = 'ready';
CREATE INDEX account_exports_requested ON account_exports (requested_at);

-- A link for browsers leads to a paper or to an export.
CREATE TABLE download_links_anew (
    token_hash BLOB PRIMARY KEY NOT NULL,
    paper_id BLOB REFERENCES papers (id) ON DELETE CASCADE,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    to_save INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    export_id BLOB REFERENCES account_exports (id) ON DELETE CASCADE
) STRICT;
INSERT INTO download_links_anew (token_hash, paper_id, account_id, to_save, expires_at)
SELECT token_hash, paper_id, account_id, to_save, expires_at FROM download_links;
DROP TABLE download_links;
ALTER TABLE download_links_anew RENAME TO download_links;
CREATE INDEX download_links_paper ON download_links (paper_id);
CREATE INDEX download_links_expiry ON download_links (expires_at);
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
