-- What encrypts the objects in the storage: documents, their forms, papers. Sealed with CQC_HUB_SECRET, as signing keys
-- are. The newest encrypts; those before it stay for what they have encrypted.
CREATE TABLE storage_keys (
    id uuid PRIMARY KEY,
    sealed_key bytea NOT NULL,
    created_at timestamptz NOT NULL
);
-- The newest one encrypts.
CREATE INDEX storage_keys_newest ON storage_keys (created_at, id);
