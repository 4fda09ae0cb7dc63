package org.firstbell.lms.realm;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.util.Optional;

/** Where the school's realm is and who we are to it. */
@ConfigMapping(prefix = "firstbell.keycloak")
interface RealmConfig {

    /** Keycloak as this service reaches it, for example {@code http://localhost:8180}. */
    URI url();

    /** The realm's name, for example {@code school}. */
    @NotBlank
    String realm();

    /** The realm's issuer where Keycloak names itself otherwise than {@link #url} (behind a proxy, say). */
    Optional<URI> issuer();

    /** Our client: the audience of tokens and events, and the service account that asks for placeholders. */
    @NotBlank
    String clientId();

    /** The secret of that client. Has no default: without it the service does not start. */
    @NotBlank
    String clientSecret();

    /** Alias of the identity provider through which people come, and whom placeholders name. */
    @NotBlank
    String identityProvider();
}
