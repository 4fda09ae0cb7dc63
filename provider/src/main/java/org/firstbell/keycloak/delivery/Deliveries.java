package org.firstbell.keycloak.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firstbell.keycloak.delivery.Receivers.Found;
import org.firstbell.keycloak.delivery.Receivers.Receiver;
import org.firstbell.keycloak.delivery.Receivers.ReceiverId;
import org.firstbell.keycloak.delivery.SecurityEventTokens.Signer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;
import org.keycloak.util.JsonSerialization;

/**
 * Where events enter the outbox.
 *
 * <p>Usable from any thread; each call works in the transaction of the session it is given.
 */
public final class Deliveries {

    private final Courier courier;
    private final Clock clock;

    Deliveries(Courier courier, Clock clock) {
        this.courier = courier;
        this.clock = clock;
    }

    /**
     * Writes the event once for each receiver of the realm, in the session's transaction.
     *
     * @return sends it, on another thread; to be run once that transaction has committed. If it is not, a sweep sees to
     *     it: the next one, or the first after the lease has passed
     * @throws RuntimeException if a row cannot be written; the transaction must not commit then
     */
    public Runnable enqueue(KeycloakSession session, RealmModel realm, OutgoingEvent event) {
        List<Found> receivers = new Receivers(session).of(realm);
        if (receivers.isEmpty()) {
            return () -> {};
        }
        String claims = json(claims(session, realm, event));
        Optional<String> traceparent = new TraceContext(session).traceparent();
        Outbox outbox = new Outbox(session);
        List<Parcel> leased = new ArrayList<>();
        List<ReceiverId> others = new ArrayList<>();
        for (Found found : receivers) {
            Optional<Addressee> open = event.introducesUser() ? openFor(session, found.id()) : Optional.empty();
            if (open.isPresent()) {
                DeliveryEntity row = outbox.appendLeased(
                        found.id(),
                        event,
                        claims,
                        clock.instant(),
                        traceparent,
                        found.at().plus(Parcel.LEASE));
                leased.add(Parcel.of(row, open.get().receiver(), open.get().signer(), found.at()));
            } else {
                outbox.append(found.id(), event, claims, clock.instant(), traceparent);
                others.add(found.id());
            }
        }
        return () -> {
            courier.push(leased);
            if (!others.isEmpty()) {
                send(others);
            }
        };
    }

    /** The receiver, if a push to it may begin now; otherwise it is left to the rounds. */
    private Optional<Addressee> openFor(KeycloakSession session, ReceiverId id) {
        if (!courier.hasPlaceFor(id)) {
            return Optional.empty();
        }
        try {
            return new Receivers(session)
                    .find(id)
                    .map(receiver -> new Addressee(receiver, new SecurityEventTokens(session).signerFor(receiver)));
        } catch (RuntimeException cannotSign) {
            // No reason for the login to fail. The round says which realm it is.
            return Optional.empty();
        }
    }

    /** Forgets all that is still to be told about a user, in the session's transaction. */
    public void forget(KeycloakSession session, RealmModel realm, String userId) {
        new Outbox(session).deleteAllOfUser(realm.getId(), userId);
    }

    /** Sends what is due, on another thread; without it, that waits for the next sweep. */
    void send(Collection<ReceiverId> receivers) {
        courier.wake(receivers);
    }

    /**
     * The claims that are settled when the event happens. The issuer is among them because only a request knows it
     * where the server's host name is dynamic, and a push happens outside of any request.
     */
    private static Map<String, Object> claims(KeycloakSession session, RealmModel realm, OutgoingEvent event) {
        String issuer =
                Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        // RFC 9493 section 3.2.5
        claims.put("sub_id", Map.of("format", "iss_sub", "iss", issuer, "sub", event.userId()));
        claims.put("txn", event.transactionId());
        claims.put("toe", event.happenedAt().getEpochSecond());
        claims.put("events", Map.of(event.type().toString(), event.payload()));
        return claims;
    }

    private static String json(Map<String, Object> claims) {
        try {
            return JsonSerialization.writeValueAsString(claims);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Addressee(Receiver receiver, Signer signer) {}
}
