package org.firstbell.lms.person;

import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Whoever makes this request, as their access token has it. */
@RequestScoped
public class Caller {

    public static final String TEACHER = "teacher";
    public static final String LMS_ADMIN = "lms-admin";

    private final JsonWebToken token;
    private final AddressRule addresses;

    Caller(JsonWebToken token, AddressRule addresses) {
        this.token = token;
        this.addresses = addresses;
    }

    public UUID id() {
        return SubjectId.parse(token.getSubject())
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_SIGNED_IN, "The token names no user of the realm."));
    }

    public boolean isAdmin() {
        return token.getGroups().contains(LMS_ADMIN);
    }

    public Identity identity() {
        return new Identity(
                id(), provenAddress(), PersonName.of(text("name")), Instant.ofEpochSecond(token.getIssuedAtTime()));
    }

    /** Anything but the JSON value {@code true} does not prove an address. */
    private EmailAddress provenAddress() {
        if (!Boolean.TRUE.equals(token.getClaim(Claims.email_verified.name()))) {
            return null;
        }
        return addresses.tryParse(text(Claims.email.name())).orElse(null);
    }

    private String text(String claim) {
        return token.getClaim(claim) instanceof String text ? text : null;
    }
}
