package org.firstbell.keycloak.delivery;

import org.firstbell.keycloak.delivery.Outbox.Settlement;

/** A push that is over, and how it is to be recorded. */
record Attempt(Parcel parcel, PushResult result, Settlement settlement) {}
