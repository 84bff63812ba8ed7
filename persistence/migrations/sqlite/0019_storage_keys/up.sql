-- What encrypts the objects in the storage: documents, their forms, papers. Sealed with CQC_HUB_SECRET, as signing keys
-- are. The newest encrypts; those before it stay for what they have encrypted.
CREATE TABLE storage_keys (
    id BLOB PRIMARY KEY NOT NULL,
    sealed_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
-- The newest one encrypts.
CREATE INDEX storage_keys_newest ON storage_keys (created_at, id);
