#!/bin/bash
# Run once by PostgreSQL's image, on an empty volume: a database each for Keycloak and the LMS API, and its owner.
set -euo pipefail

create() {
  psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
    --set=name="$1" --set=password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

create keycloak "$KEYCLOAK_DB_PASSWORD"
create lms "$LMS_DB_PASSWORD"
