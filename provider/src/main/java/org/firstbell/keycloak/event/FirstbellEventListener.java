package org.firstbell.keycloak.event;

import java.util.Optional;
import org.firstbell.keycloak.claim.ClaimCompletion;
import org.firstbell.keycloak.event.SecurityEvent.FirstBrokerLogin;
import org.firstbell.keycloak.event.SecurityEvent.IdentifierChanged;
import org.firstbell.keycloak.event.SecurityEvent.Outcome;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Turns what Keycloak reports into what receivers are told.
 *
 * <p>{@code IDENTITY_PROVIDER_FIRST_LOGIN} is left alone on purpose: it fires before the link exists, without a user,
 * and on every page of the flow.
 */
final class FirstbellEventListener implements EventListenerProvider {

    private static final String REGISTER_METHOD_BROKER = "broker";

    private final KeycloakSession session;
    private final Announcements announcements;

    FirstbellEventListener(KeycloakSession session, Announcements announcements) {
        this.session = session;
        this.announcements = announcements;
    }

    @Override
    public void onEvent(Event event) {
        switch (event.getType()) {
            case REGISTER -> {
                if (REGISTER_METHOD_BROKER.equals(detail(event, Details.REGISTER_METHOD))) {
                    announceFirstBrokerLogin(event, false);
                }
            }
            case FEDERATED_IDENTITY_LINK -> announceFirstBrokerLogin(event, true);
            // An address counts once it is verified; either of the two may come last.
            case UPDATE_EMAIL, VERIFY_EMAIL -> announceAddress(realm(event), event.getUserId(), event.getId());
            default -> {
                // Not about who a person is.
            }
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getResourceType() == ResourceType.USER && event.getOperationType() == OperationType.UPDATE) {
            // The event does not say what has changed. Receivers compare with the address they have.
            userId(event.getResourcePath())
                    .ifPresent(userId ->
                            announceAddress(session.realms().getRealm(event.getRealmId()), userId, event.getId()));
        }
    }

    private void announceFirstBrokerLogin(Event event, boolean existedBefore) {
        RealmModel realm = realm(event);
        String identityProvider = detail(event, Details.IDENTITY_PROVIDER);
        announcements.announce(
                session,
                realm,
                event.getUserId(),
                event.getId(),
                () -> user(realm, event.getUserId())
                        .map(user -> new FirstBrokerLogin(
                                outcome(user, existedBefore),
                                identityProvider,
                                user.getEmail(),
                                user.isEmailVerified(),
                                user.getFirstName(),
                                user.getLastName())));
    }

    private Outcome outcome(UserModel user, boolean existedBefore) {
        if (ClaimCompletion.completedIn(session, user)) {
            return Outcome.CLAIMED;
        }
        return existedBefore ? Outcome.LINKED : Outcome.CREATED;
    }

    /** A placeholder's address is nobody's yet. */
    private void announceAddress(RealmModel realm, String userId, String transactionId) {
        announcements.announce(
                session,
                realm,
                userId,
                transactionId,
                () -> user(realm, userId)
                        .filter(user -> user.isEmailVerified() && user.getEmail() != null)
                        .filter(user -> PlaceholderMarker.claimableBy(user).isEmpty())
                        .map(user -> new IdentifierChanged(user.getEmail())));
    }

    private Optional<UserModel> user(RealmModel realm, String userId) {
        return Optional.ofNullable(session.users().getUserById(realm, userId));
    }

    private RealmModel realm(Event event) {
        return session.realms().getRealm(event.getRealmId());
    }

    private static String detail(Event event, String name) {
        return event.getDetails() == null ? null : event.getDetails().get(name);
    }

    /** {@code users/{id}}, and nothing below it: {@code users/{id}/role-mappings/…} is about something else. */
    private static Optional<String> userId(String resourcePath) {
        String[] segments = resourcePath.split("/", -1);
        return segments.length == 2 && segments[0].equals("users") ? Optional.of(segments[1]) : Optional.empty();
    }

    @Override
    public void close() {}
}
