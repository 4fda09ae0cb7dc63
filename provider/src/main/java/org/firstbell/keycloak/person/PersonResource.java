package org.firstbell.keycloak.person;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firstbell.address.EmailAddress;
import org.firstbell.keycloak.placeholder.Accounts;
import org.firstbell.keycloak.placeholder.PlaceholderPermissions;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What has become of people: {@code /admin/realms/{realm}/firstbell/people}. For receivers of events that compare what they
 * know with what is so; for callers with {@code view-users} or {@code manage-placeholders}.
 *
 * <p>Tells of a person what the events tell, and of nobody whom the events do not tell of.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class PersonResource {

    /** As Keycloak writes them: in another form, a user who is there would be taken for gone. */
    private static final Pattern USER_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Accounts accounts;
    private final RealmModel realm;
    private final PlaceholderPermissions permissions;
    private final People people;
    private final Clock clock = Clock.systemUTC();

    public PersonResource(Accounts accounts, KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.accounts = accounts;
        this.realm = realm;
        this.permissions = new PlaceholderPermissions(realm, auth);
        this.people = new People(session, realm);
    }

    /**
     * Looks people up: by address, those to whom it is proven to belong; by id, whoever exists.
     *
     * @return 200 with each person found; 400 if the request is unusable
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public PersonView.Answer find(PersonRequest request) {
        permissions.requireView();
        check(request);
        Instant asOf = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<People.Row> byEmail = people.withEmails(spellings(request.emails()));
        List<People.Row> byId = people.withIds(Set.copyOf(request.userIds()));
        return new PersonView.Answer(asOf.toString(), persons(byEmail, byId), gone(request.userIds(), byId));
    }

    private static List<PersonView> persons(List<People.Row> byEmail, List<People.Row> byId) {
        Map<String, PersonView> persons = Stream.concat(
                        byEmail.stream().filter(People.Row::emailVerified), byId.stream())
                .map(People.Row::person)
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(PersonView::userId, person -> person, (first, same) -> first));
        return List.copyOf(persons.values());
    }

    private static List<String> gone(List<String> asked, List<People.Row> found) {
        Set<String> there = found.stream().map(People.Row::userId).collect(Collectors.toSet());
        return asked.stream().filter(id -> !there.contains(id)).distinct().toList();
    }

    /** In all the ways in which the realm may have them. What is no address is nobody's. */
    private Set<String> spellings(Collection<String> emails) {
        return emails.stream()
                .map(accounts.rule()::tryParse)
                .flatMap(Optional::stream)
                .flatMap(email -> accounts.rule().spellings(email).stream())
                .map(EmailAddress::value)
                .collect(Collectors.toSet());
    }

    private void check(PersonRequest request) {
        if (request == null || request.size() < 1 || request.size() > PersonRequest.MOST) {
            throw badRequest("emails and userIds are 1 to " + PersonRequest.MOST + " together");
        }
        if (request.emails().stream().anyMatch(Objects::isNull)) {
            throw badRequest("emails must not be null");
        }
        if (!request.userIds().stream()
                .allMatch(id -> id != null && USER_ID.matcher(id).matches())) {
            throw badRequest("userIds are UUIDs in lower case");
        }
        if (!request.emails().isEmpty() && realm.isDuplicateEmailsAllowed()) {
            throw badRequest("this realm allows duplicate e-mails: an address does not tell who is meant");
        }
    }

    private static RuntimeException badRequest(String message) {
        return ErrorResponse.error(message, Response.Status.BAD_REQUEST);
    }
}
