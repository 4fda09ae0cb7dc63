package org.firstbell.lms.realm;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.enterprise.inject.spi.CDI;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Tells readers of the OpenAPI document, Swagger UI among them, where to sign in; known only once the service runs. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class SignInFilter implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // SmallRye makes its filters itself, and injects nothing.
        Realm realm = CDI.current().select(Realm.class).get();
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        "keycloak",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.OPENIDCONNECT)
                                .openIdConnectUrl(realm.issuer() + "/.well-known/openid-configuration"));
    }
}
