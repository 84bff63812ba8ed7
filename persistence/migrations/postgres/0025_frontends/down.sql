DROP INDEX sessions_frontend;
ALTER TABLE sessions DROP COLUMN scopes;
ALTER TABLE sessions DROP COLUMN frontend_name;
ALTER TABLE sessions DROP COLUMN frontend_id;
DROP TABLE authorizations;
DROP TABLE frontends;
