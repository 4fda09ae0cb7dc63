package org.firstbell.keycloak.placeholder;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;
import org.firstbell.keycloak.placeholder.PlaceholderRequest.Person;
import org.firstbell.keycloak.placeholder.PlaceholderResult.Outcome;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Makes placeholders, in transactions of its own, each for a batch of people.
 *
 * <p>A placeholder is made the way {@code POST /users} makes a user, so that it has the realm's default roles and
 * groups and satisfies the realm's user profile; then it is disabled and marked.
 */
final class PlaceholderCreation {

    private static final Logger LOG = Logger.getLogger(PlaceholderCreation.class);

    private static final int BATCH = 100;

    private final Accounts accounts;
    private final KeycloakSession caller;
    private final String realmId;
    private final String identityProvider;

    PlaceholderCreation(Accounts accounts, KeycloakSession caller, RealmModel realm, String identityProvider) {
        this.accounts = accounts;
        this.caller = caller;
        this.realmId = realm.getId();
        this.identityProvider = identityProvider;
    }

    /** Makes those who are missing; answers with one result per person, in the same order. */
    List<PlaceholderResult> createAll(List<Person> people) {
        return inBatches(people, this::createBatch);
    }

    /** What {@link #createAll} would answer, short of the ids. An address that comes twice would be created twice. */
    List<PlaceholderResult> planAll(List<Person> people) {
        return inBatches(people, batch -> inTransaction(batch, this::plan));
    }

    private static List<PlaceholderResult> inBatches(
            List<Person> people, Function<List<Person>, List<PlaceholderResult>> work) {
        List<PlaceholderResult> results = new ArrayList<>(people.size());
        for (int from = 0; from < people.size(); from += BATCH) {
            results.addAll(work.apply(people.subList(from, Math.min(from + BATCH, people.size()))));
        }
        return results;
    }

    /** A person whom the database refuses, because somebody else made the same user just now, takes the batch down. */
    private List<PlaceholderResult> createBatch(List<Person> batch) {
        try {
            return inTransaction(batch, this::create);
        } catch (RuntimeException spoiled) {
            LOG.debugf("%d placeholders are made one by one: %s", batch.size(), kind(spoiled));
            List<PlaceholderResult> results = new ArrayList<>(batch.size());
            for (Person person : batch) {
                results.add(createAlone(person));
            }
            return results;
        }
    }

    private PlaceholderResult createAlone(Person person) {
        try {
            return inTransaction(List.of(person), this::create).get(0);
        } catch (RuntimeException lostRace) {
            LOG.debugf("a placeholder is tried once more: %s", kind(lostRace));
        }
        try {
            return inTransaction(List.of(person), this::create).get(0);
        } catch (RuntimeException e) {
            LOG.errorf("a placeholder could not be made: %s", kind(e));
            return PlaceholderResult.invalid(
                    person.email(), "user-not-created", "Keycloak could not create this user; its log says why.");
        }
    }

    /** Types only: a database names the offending row in its message, address and all. */
    private static String kind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> cause.getClass().getName())
                .collect(Collectors.joining(" by "));
    }

    @FunctionalInterface
    private interface Step {
        PlaceholderResult take(KeycloakSession session, RealmModel realm, Person person);
    }

    private List<PlaceholderResult> inTransaction(List<Person> people, Step step) {
        return runJobInTransactionWithResult(
                caller.getKeycloakSessionFactory(),
                caller.getContext(),
                session -> {
                    RealmModel realm = session.realms().getRealm(realmId);
                    session.getContext().setRealm(realm);
                    return people.stream()
                            .map(person -> step.take(session, realm, person))
                            .toList();
                },
                "firstbell-placeholders");
    }

    private PlaceholderResult create(KeycloakSession session, RealmModel realm, Person person) {
        return judge(
                session,
                realm,
                person,
                profile -> PlaceholderResult.of(
                        person.email(), Outcome.CREATED, create(profile).getId()));
    }

    private PlaceholderResult plan(KeycloakSession session, RealmModel realm, Person person) {
        return judge(session, realm, person, profile -> PlaceholderResult.planned(person.email()));
    }

    /** @param missing what becomes of a person who could have a placeholder and has none */
    private PlaceholderResult judge(
            KeycloakSession session,
            RealmModel realm,
            Person person,
            Function<UserProfile, PlaceholderResult> missing) {
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
            UserProfile profile = profile(session, email, person);
            profile.validate();
            return missing.apply(profile);
        } catch (ValidationException e) {
            return PlaceholderResult.invalid(person.email(), "user-profile-refused", described(e));
        }
    }

    private static UserProfile profile(KeycloakSession session, EmailAddress email, Person person) {
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
