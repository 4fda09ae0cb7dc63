package org.firstbell.e2e.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.apache.http.HttpHeaders;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.crypto.SignatureSignerContext;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.jose.jws.JWSBuilder;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.urls.UrlType;

/**
 * Tells the LMS of a first brokered login once it has committed, on another thread, and forgets it.
 *
 * <p>The same token to the same place as Firstbell's own, through the same HTTP client of Keycloak's. Nothing is stored:
 * what cannot be sent at that moment is lost.
 */
final class FireAndForgetListener implements EventListenerProvider {

    private static final System.Logger LOG = System.getLogger(FireAndForgetListener.class.getName());

    private final KeycloakSession session;

    FireAndForgetListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.REGISTER
                && "broker".equals(event.getDetails().get(Details.REGISTER_METHOD))) {
            ExecutorService executor =
                    session.getProvider(ExecutorsProvider.class).getExecutor(FireAndForgetListenerFactory.ID);
            Runnable post = post(event);
            session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
                @Override
                protected void commitImpl() {
                    executor.execute(post);
                }

                @Override
                protected void rollbackImpl() {}
            });
        }
    }

    /** Reads all it needs while there is a session. */
    private Runnable post(Event event) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel receiver = realm.getClientByClientId("lms-api");
        String url = receiver.getAttribute("firstbell.events.url");
        Map<String, Object> claims = claims(event, realm, receiver);
        SignatureSignerContext key =
                session.getProvider(SignatureProvider.class, Algorithm.RS256).signer();
        CloseableHttpClient http = session.getProvider(HttpClientProvider.class).getHttpClient();
        return () -> {
            HttpPost post = new HttpPost(url);
            post.setHeader(HttpHeaders.CONTENT_TYPE, "application/secevent+jwt");
            post.setHeader(HttpHeaders.ACCEPT, "application/json");
            String token =
                    new JWSBuilder().type("secevent+jwt").jsonContent(claims).sign(key);
            post.setEntity(new ByteArrayEntity(token.getBytes(US_ASCII)));
            try (CloseableHttpResponse response = http.execute(post)) {
                EntityUtils.consume(response.getEntity());
            } catch (IOException lost) {
                LOG.log(System.Logger.Level.ERROR, "event " + event.getId() + " is lost", lost);
            }
        };
    }

    private Map<String, Object> claims(Event event, RealmModel realm, ClientModel receiver) {
        UserModel user = session.users().getUserById(realm, event.getUserId());
        String issuer = session.getContext().getUri(UrlType.FRONTEND).getBaseUri() + "realms/" + realm.getName();
        long now = Instant.ofEpochMilli(event.getTime()).getEpochSecond();
        return Map.of(
                "iss", issuer,
                "aud", receiver.getClientId(),
                "iat", now,
                "toe", now,
                "jti", UUID.randomUUID().toString(),
                "txn", event.getId(),
                "sub_id", Map.of("format", "iss_sub", "iss", issuer, "sub", user.getId()),
                "events", Map.of("https://firstbell.org/events/first-broker-login", payload(event, user)));
    }

    private static Map<String, Object> payload(Event event, UserModel user) {
        return Map.of(
                "outcome",
                "claimed",
                "identity_provider",
                event.getDetails().get(Details.IDENTITY_PROVIDER),
                "email",
                user.getEmail(),
                "email_verified",
                user.isEmailVerified(),
                "given_name",
                user.getFirstName(),
                "family_name",
                user.getLastName());
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}
}
