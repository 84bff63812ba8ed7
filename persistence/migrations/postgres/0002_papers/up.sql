-- Printed papers. What is on one is frozen in `facts` before it is first printed, so that a lost paper can be made again
-- with the same bytes; these lie in the object storage under the paper's id. `made_at` is null while it waits.
CREATE TABLE papers (
    id uuid PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    subject_id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    file_name text COLLATE "C",
    facts jsonb,
    signed_with text COLLATE "C" REFERENCES signing_keys (kid),
    sha256 bytea,
    size bigint,
    created_at timestamptz NOT NULL,
    made_at timestamptz
);
-- One paper of a kind about one thing: what is printed anew replaces what was printed before.
CREATE UNIQUE INDEX papers_subject ON papers (subject_id, kind);
CREATE INDEX papers_account ON papers (account_id);

-- One-time links to papers, for browsers, which cannot send a bearer token when they follow a link. Only the hash of a
-- token is kept; a link that was used is gone.
CREATE TABLE download_links (
    token_hash bytea PRIMARY KEY,
    paper_id uuid NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts (id),
    to_save boolean NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX download_links_paper ON download_links (paper_id);
CREATE INDEX download_links_expiry ON download_links (expires_at);
