#!/bin/bash
# Turns the imported school into the demo: a realm that plays Google, and demo accounts whose password is firstbell.
# Runs in Keycloak's image, which has no envsubst.
set -euo pipefail

kcadm() {
  /opt/keycloak/bin/kcadm.sh "$@" --config /tmp/kcadm.config
}

fill() {
  local text
  text=$(< "$1")
  text=${text//'${KEYCLOAK_URL}'/"$KEYCLOAK_URL"}
  text=${text//'${GOOGLE_CLIENT_ID}'/"$GOOGLE_CLIENT_ID"}
  text=${text//'${GOOGLE_CLIENT_SECRET}'/"$GOOGLE_CLIENT_SECRET"}
  printf '%s' "$text"
}

kcadm config credentials --server "$KEYCLOAK_INTERNAL_URL" --realm master --user admin
if kcadm get realms/google --fields realm > /dev/null 2>&1; then
  echo "The demo is there already."
  exit
fi
fill /demo/realms/school-demo.json | kcadm create partialImport -r school -f - > /dev/null
# Last, because it says that all of it is there.
fill /demo/realms/google-realm.json | kcadm create realms -f -
echo "The demo is there: see realm-config/demo for its accounts."
