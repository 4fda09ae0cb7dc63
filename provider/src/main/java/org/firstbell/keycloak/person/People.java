package org.firstbell.keycloak.person;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads users of a realm by the hundred, each list in one query. Keycloak's own interfaces read them one by one. */
final class People {

    private static final String SELECT = "select new " + Row.class.getName()
            + "(u.id, u.email, u.emailVerified, u.firstName, u.lastName, u.serviceAccountClientLink,"
            + " (select count(a.id) from UserAttributeEntity a where a.user.id = u.id and a.name = :marker))"
            + " from UserEntity u where u.realmId = :realm and ";

    private final EntityManager entities;
    private final RealmModel realm;

    People(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = realm;
    }

    /** A user of whatever sort. */
    record Row(
            String userId,
            String email,
            boolean emailVerified,
            String givenName,
            String familyName,
            String serviceAccountOf,
            long markers) {

        /**
         * The person, if receivers hear of this user: neither an application nor a placeholder, which is nobody yet. A
         * disabled user still is who they are.
         */
        Optional<PersonView> person() {
            return serviceAccountOf == null && markers == 0
                    ? Optional.of(new PersonView(userId, email, emailVerified, givenName, familyName))
                    : Optional.empty();
        }
    }

    /**
     * Users who have one of some addresses, verified or not.
     *
     * @param emails in lower case, as Keycloak keeps them
     */
    List<Row> withEmails(Collection<String> emails) {
        return find("u.email in :keys", emails);
    }

    List<Row> withIds(Collection<String> userIds) {
        return find("u.id in :keys", userIds);
    }

    private List<Row> find(String condition, Collection<String> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return entities.createQuery(SELECT + condition, Row.class)
                .setParameter("realm", realm.getId())
                .setParameter("marker", PlaceholderMarker.ATTRIBUTE)
                .setParameter("keys", keys)
                .getResultList();
    }
}
