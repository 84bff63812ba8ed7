ALTER TABLE sessions DROP COLUMN proven_by_provider;
ALTER TABLE sessions DROP COLUMN means;
DROP TABLE logout_tokens;
DROP TABLE oidc_sessions;
DROP TABLE oidc_flows;
DROP TABLE identity_links;
