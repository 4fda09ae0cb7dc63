package org.firstbell.lms.realm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.URI;
import java.util.Optional;
import org.firstbell.lms.config.NonBlank;

/** Where the school's realm is and who we are to it. */
@ConfigMapping(prefix = "firstbell.keycloak")
interface RealmConfig {

    /** Keycloak as this service reaches it, for example {@code http://localhost:8180}. */
    URI url();

    /** The realm's name, for example {@code school}. */
    @WithConverter(NonBlank.class)
    String realm();

    /** The realm's issuer where Keycloak names itself otherwise than {@link #url} (behind a proxy, say). */
    Optional<URI> issuer();

    /** Our client: the audience of tokens and events, and the service account that asks for placeholders. */
    @WithConverter(NonBlank.class)
    String clientId();

    /** The secret of that client. Has no default: without it the service does not start. */
    @WithConverter(NonBlank.class)
    String clientSecret();

    /** Alias of the identity provider through which people come, and whom placeholders name. */
    @WithConverter(NonBlank.class)
    String identityProvider();
}
