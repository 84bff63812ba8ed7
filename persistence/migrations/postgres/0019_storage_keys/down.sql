DROP TABLE storage_keys;
