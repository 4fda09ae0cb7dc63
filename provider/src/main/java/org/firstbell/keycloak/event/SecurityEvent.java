package org.firstbell.keycloak.event;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What receivers are told about a user. */
sealed interface SecurityEvent {

    URI type();

    /** The members of the event, none of them null. */
    Map<String, Object> payload();

    /** Whether it is the first that receivers are told of the user, whatever else may be on its way to them. */
    default boolean introducesUser() {
        return false;
    }

    /** A person was bound to an account by a brokered login, or bound another identity to it. */
    record FirstBrokerLogin(
            Outcome outcome,
            String identityProvider,
            String email,
            boolean emailVerified,
            String givenName,
            String familyName)
            implements SecurityEvent {

        private static final URI TYPE = URI.create("https://firstbell.org/events/first-broker-login");

        @Override
        public URI type() {
            return TYPE;
        }

        @Override
        public Map<String, Object> payload() {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("outcome", outcome.wireName());
            payload.put("identity_provider", identityProvider);
            payload.put("email", email);
            payload.put("email_verified", emailVerified);
            payload.put("given_name", givenName);
            payload.put("family_name", familyName);
            payload.values().removeIf(value -> value == null);
            return payload;
        }

        @Override
        public boolean introducesUser() {
            return outcome != Outcome.LINKED;
        }
    }

    /** How the account came to be the person's. */
    enum Outcome {
        /** A placeholder was taken over. */
        CLAIMED,
        /** A new user was created. */
        CREATED,
        /** An identity was linked to a user who existed already. */
        LINKED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The user's verified address is a new one (OpenID RISC Profile 1.0, section 2.5).
     *
     * @param newValue the address from now on
     */
    record IdentifierChanged(String newValue) implements SecurityEvent {

        private static final URI TYPE =
                URI.create("https://schemas.openid.net/secevent/risc/event-type/identifier-changed");

        @Override
        public URI type() {
            return TYPE;
        }

        @Override
        public Map<String, Object> payload() {
            return Map.of("new-value", newValue);
        }
    }

    /** The user was deleted (OpenID RISC Profile 1.0, section 2.2). */
    record AccountPurged() implements SecurityEvent {

        private static final URI TYPE =
                URI.create("https://schemas.openid.net/secevent/risc/event-type/account-purged");

        @Override
        public URI type() {
            return TYPE;
        }

        @Override
        public Map<String, Object> payload() {
            return Map.of();
        }
    }
}
