DROP INDEX production_orders_account;
DROP INDEX sessions_of_account;
DROP INDEX outbox_account;
CREATE INDEX outbox_account ON outbox (account_id);
DROP INDEX papers_account;
CREATE INDEX papers_account ON papers (account_id);
DROP INDEX documents_account;
CREATE INDEX documents_account ON documents (account_id);
CREATE TABLE download_links_before (
    token_hash BLOB PRIMARY KEY NOT NULL,
    paper_id BLOB NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    to_save INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
INSERT INTO download_links_before
SELECT token_hash, paper_id, account_id, to_save, expires_at FROM download_links WHERE paper_id IS NOT NULL;
DROP TABLE download_links;
ALTER TABLE download_links_before RENAME TO download_links;
CREATE INDEX download_links_paper ON download_links (paper_id);
CREATE INDEX download_links_expiry ON download_links (expires_at);
DROP TABLE account_exports;
DROP TABLE account_export_stages;
