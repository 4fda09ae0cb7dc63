package org.firstbell.keycloak.placeholder;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.keycloak.placeholder.PlaceholderRequest.Person;
import org.firstbell.keycloak.placeholder.PlaceholderResult.Outcome;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Makes the placeholder of one person, among the users of the session it is given.
 *
 * <p>It is made the way {@code POST /users} makes a user, so that it has the realm's default roles and groups and
 * satisfies the realm's user profile; then it is disabled and marked.
 */
final class PlaceholderMaker {

    private final Accounts accounts;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final String identityProvider;

    PlaceholderMaker(Accounts accounts, KeycloakSession session, RealmModel realm, String identityProvider) {
        this.accounts = accounts;
        this.session = session;
        this.realm = realm;
        this.identityProvider = identityProvider;
    }

    /** Makes it, unless the person has one, is a user, or cannot have one. */
    PlaceholderResult make(Person person) {
        return judge(
                person,
                profile -> PlaceholderResult.of(
                        person.email(), Outcome.CREATED, create(profile).getId()));
    }

    /** Says what {@link #make} would answer, short of the id. */
    PlaceholderResult plan(Person person) {
        return judge(person, profile -> PlaceholderResult.planned(person.email()));
    }

    /** @param missing what becomes of a person who could have a placeholder and has none */
    private PlaceholderResult judge(Person person, Function<UserProfile, PlaceholderResult> missing) {
        EmailAddress email;
        try {
            email = accounts.rule().parse(person.email());
        } catch (InvalidEmailAddressException e) {
            return PlaceholderResult.invalid(person.email(), "not-an-address", e.getMessage());
        }
        Optional<UserModel> existing = accounts.find(session, realm, email);
        if (existing.isPresent()) {
            Outcome outcome =
                    existing.flatMap(PlaceholderMarker::claimableBy).isPresent() ? Outcome.WAITING : Outcome.ACTIVE;
            return PlaceholderResult.of(person.email(), outcome, existing.get().getId());
        }
        if (session.users().getUserByUsername(realm, email.value()) != null) {
            return PlaceholderResult.invalid(
                    person.email(),
                    "user-name-taken",
                    "Another user, with another address, has this address for a user name.");
        }
        try {
            UserProfile profile = profile(email, person);
            profile.validate();
            return missing.apply(profile);
        } catch (ValidationException e) {
            return PlaceholderResult.invalid(person.email(), "user-profile-refused", described(e));
        }
    }

    private UserProfile profile(EmailAddress email, Person person) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, email.value());
        attributes.put(UserModel.EMAIL, email.value());
        put(attributes, UserModel.FIRST_NAME, person.firstName());
        put(attributes, UserModel.LAST_NAME, person.lastName());
        return session.getProvider(UserProfileProvider.class).create(UserProfileContext.USER_API, attributes);
    }

    private UserModel create(UserProfile profile) {
        UserModel user = profile.create();
        user.setEnabled(false);
        PlaceholderMarker.mark(user, identityProvider);
        return user;
    }

    private static void put(Map<String, Object> attributes, String name, String value) {
        if (value != null && !value.isBlank()) {
            attributes.put(name, value.strip());
        }
    }

    private static String described(ValidationException e) {
        return e.getErrors().stream()
                .map(error -> error.getAttribute() + ": " + error.getMessage())
                .collect(Collectors.joining("; "));
    }
}
