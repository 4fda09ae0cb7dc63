package org.firstbell.keycloak.placeholder;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Locale;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Finds the unclaimed placeholders of a realm. Keycloak's own search wants to know the marker's value. */
final class Placeholders {

    private static final String FROM = " from UserEntity u join u.attributes a"
            + " where u.realmId = :realm and a.name = :marker"
            + " and (u.email like :pattern escape '!'"
            + " or lower(u.firstName) like :pattern escape '!' or lower(u.lastName) like :pattern escape '!')";

    private final EntityManager entities;
    private final RealmModel realm;

    Placeholders(KeycloakSession session, RealmModel realm) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realm = realm;
    }

    /**
     * A page of placeholders, by address.
     *
     * @param search part of an address or name, in any case; empty for all
     */
    List<PlaceholderView> find(String search, int first, int max) {
        return query(
                        "select new " + PlaceholderView.class.getName()
                                + "(u.id, u.email, u.firstName, u.lastName, a.value, u.createdTimestamp)"
                                + FROM + " order by u.email, u.id",
                        PlaceholderView.class,
                        search)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList();
    }

    long count(String search) {
        return query("select count(u)" + FROM, Long.class, search).getSingleResult();
    }

    private <T> TypedQuery<T> query(String jpql, Class<T> type, String search) {
        return entities.createQuery(jpql, type)
                .setParameter("realm", realm.getId())
                .setParameter("marker", PlaceholderMarker.ATTRIBUTE)
                .setParameter("pattern", pattern(search));
    }

    private static String pattern(String search) {
        String literal = search.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
        return "%" + literal + "%";
    }
}
