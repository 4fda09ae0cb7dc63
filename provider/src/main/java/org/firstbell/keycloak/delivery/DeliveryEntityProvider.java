package org.firstbell.keycloak.delivery;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Adds the outbox to Keycloak's own database. */
final class DeliveryEntityProvider implements JpaEntityProvider {

    @Override
    public List<Class<?>> getEntities() {
        return List.of(DeliveryEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/firstbell-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return DeliveryEntityProviderFactory.ID;
    }

    @Override
    public void close() {}
}
