package org.firstbell.keycloak.placeholder;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.jpa.entities.UserEntity;

/** Whoever claims a placeholder, completes or ends a claim of it, or removes it, goes first or second, never at once. */
public final class PlaceholderLock {

    private PlaceholderLock() {}

    /**
     * Waits for whoever else is at this user, and reads the user anew. Until the end of this transaction, everybody else
     * waits.
     *
     * @throws jakarta.persistence.EntityNotFoundException if the user has been removed meanwhile
     */
    public static void take(KeycloakSession session, UserModel user) {
        if (user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        entities.flush();
        Optional.ofNullable(entities.find(UserEntity.class, user.getId()))
                .ifPresent(row -> entities.refresh(row, LockModeType.PESSIMISTIC_WRITE));
    }
}
