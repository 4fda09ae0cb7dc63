package org.firstbell.lms.person;

import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.explanation.Sentence;
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
                        () -> new ProblemException(ProblemType.NOT_SIGNED_IN, Sentence.TOKEN_WITHOUT_USER.plain()));
    }

    public boolean isAdmin() {
        return token.getGroups().contains(LMS_ADMIN);
    }

    /** {@return the caller's roles of the realm that mean something here} */
    public List<String> roles() {
        return Stream.of(TEACHER, LMS_ADMIN).filter(token.getGroups()::contains).toList();
    }

    /** {@return from when on the caller's token is not accepted any more} */
    public Instant tokenExpiresAt() {
        return Instant.ofEpochSecond(token.getExpirationTime());
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
