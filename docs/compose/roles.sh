#!/bin/bash
# The role that hubs serve as, made with the database: it owns nothing. `cqc-hub migrate --serve-as` grants it what it needs.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$POSTGRES_SERVING_PASSWORD" <<'SQL'
CREATE ROLE cqc_hub_serving LOGIN PASSWORD :'password';
SQL
