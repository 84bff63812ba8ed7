-- Printed papers. What is on one is frozen in `facts` before it is first printed, so that a lost paper can be made again
-- with the same bytes; these lie in the object storage under the paper's id. `made_at` is null while it waits.
CREATE TABLE papers (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    file_name TEXT,
    facts TEXT,
    signed_with TEXT REFERENCES signing_keys (kid),
    sha256 BLOB,
    size INTEGER,
    created_at INTEGER NOT NULL,
    made_at INTEGER
) STRICT;
-- One paper of a kind about one thing: what is printed anew replaces what was printed before.
CREATE UNIQUE INDEX papers_subject ON papers (subject_id, kind);
CREATE INDEX papers_account ON papers (account_id);

-- One-time links to papers, for browsers, which cannot send a bearer token when they follow a link. Only the hash of a
-- token is kept; a link that was used is gone.
CREATE TABLE download_links (
    token_hash BLOB PRIMARY KEY NOT NULL,
    paper_id BLOB NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    to_save INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX download_links_paper ON download_links (paper_id);
CREATE INDEX download_links_expiry ON download_links (expires_at);
