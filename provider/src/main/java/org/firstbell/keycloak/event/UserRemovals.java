package org.firstbell.keycloak.event;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.firstbell.keycloak.delivery.Deliveries;
import org.firstbell.keycloak.event.SecurityEvent.AccountPurged;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.UserRemovedEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Tells receivers that a user was deleted, by whom- and howsoever: no single user or admin event covers every way.
 *
 * <p>What they have not been told of the user until then, they need not know any more. A placeholder that is deleted was
 * never announced, and neither is its end.
 */
final class UserRemovals implements ProviderEventListener {

    private final Supplier<Deliveries> deliveries;
    private final Announcements announcements;

    UserRemovals(Supplier<Deliveries> deliveries, Announcements announcements) {
        this.deliveries = deliveries;
        this.announcements = announcements;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof UserRemovedEvent removed && isPerson(removed.getUser())) {
            deliveries
                    .get()
                    .forget(
                            removed.getKeycloakSession(),
                            removed.getRealm(),
                            removed.getUser().getId());
            announceEnd(removed);
        }
    }

    private void announceEnd(UserRemovedEvent removed) {
        if (isListening(removed.getRealm())) {
            announcements.announce(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser().getId(),
                    UUID.randomUUID().toString(),
                    () -> Optional.of(new AccountPurged()));
        }
    }

    private static boolean isListening(RealmModel realm) {
        return realm.getEventsListenersStream().anyMatch(FirstbellEventListenerFactory.ID::equals);
    }

    private static boolean isPerson(UserModel user) {
        return user.getServiceAccountClientLink() == null
                && PlaceholderMarker.claimableBy(user).isEmpty();
    }
}
