package org.firstbell.keycloak.placeholder;

import static org.keycloak.models.utils.KeycloakModelUtils.runJobInTransactionWithResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firstbell.address.EmailAddress;
import org.firstbell.keycloak.placeholder.PlaceholderRequest.Person;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.UserStorageProvider;

/**
 * Makes placeholders, in transactions of its own, each for a batch of people.
 */
final class PlaceholderCreation {

    private static final Logger LOG = Logger.getLogger(PlaceholderCreation.class);

    /** Keycloak's name for the threads: {@code --spi-executors--default--firstbell-placeholders--min}, 4 by default. */
    private static final String EXECUTOR = "firstbell-placeholders";

    /** Large enough that a statement is shared by many, small enough that nobody waits long for a lock. */
    private static final int BATCH = 500;

    private final Accounts accounts;
    private final KeycloakSessionFactory sessions;
    private final ExecutorService executor;
    private final String realmId;
    private final String identityProvider;

    PlaceholderCreation(Accounts accounts, KeycloakSession caller, RealmModel realm, String identityProvider) {
        this.accounts = accounts;
        this.sessions = caller.getKeycloakSessionFactory();
        this.executor = caller.getProvider(ExecutorsProvider.class).getExecutor(EXECUTOR);
        this.realmId = realm.getId();
        this.identityProvider = identityProvider;
    }

    /** Makes those who are missing; answers with one result per person, in the same order. */
    List<PlaceholderResult> createAll(List<Person> people) {
        return inBatches(people, this::createBatch);
    }

    /** What {@link #createAll} would answer, short of the ids. An address that comes twice would be created twice. */
    List<PlaceholderResult> planAll(List<Person> people) {
        return inBatches(people, batch -> inTransaction(batch, PlaceholderMaker::plan));
    }

    /** Several batches at a time, as many as the executor has threads. A single one, which somebody waits for, at once. */
    private List<PlaceholderResult> inBatches(
            List<Person> people, Function<List<Person>, List<PlaceholderResult>> work) {
        if (people.size() <= BATCH) {
            return work.apply(people);
        }
        List<CompletableFuture<List<PlaceholderResult>>> batches = new ArrayList<>();
        for (int from = 0; from < people.size(); from += BATCH) {
            List<Person> batch = people.subList(from, Math.min(from + BATCH, people.size()));
            batches.add(CompletableFuture.supplyAsync(() -> work.apply(batch), executor));
        }
        return batches.stream().flatMap(batch -> batch.join().stream()).toList();
    }

    /** A person whom the database refuses, because somebody else made the same user just now, takes the batch down. */
    private List<PlaceholderResult> createBatch(List<Person> batch) {
        if (batch.size() == 1) {
            return List.of(createAlone(batch.get(0)));
        }
        try {
            return inTransaction(batch, PlaceholderMaker::make);
        } catch (RuntimeException spoiled) {
            LOG.debugf("%d placeholders are made in two halves: %s", batch.size(), kind(spoiled));
            int half = batch.size() / 2;
            List<PlaceholderResult> results = new ArrayList<>(createBatch(batch.subList(0, half)));
            results.addAll(createBatch(batch.subList(half, batch.size())));
            return results;
        }
    }

    private PlaceholderResult createAlone(Person person) {
        try {
            return inTransaction(List.of(person), PlaceholderMaker::make).get(0);
        } catch (RuntimeException lostRace) {
            LOG.debugf("a placeholder is tried once more: %s", kind(lostRace));
        }
        try {
            return inTransaction(List.of(person), PlaceholderMaker::make).get(0);
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

    private List<PlaceholderResult> inTransaction(
            List<Person> people, BiFunction<PlaceholderMaker, Person, PlaceholderResult> work) {
        return runJobInTransactionWithResult(sessions, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            session.getContext().setRealm(realm);
            return isFederated(realm) ? eachOf(people, work, session, realm) : together(people, work, session, realm);
        });
    }

    private List<PlaceholderResult> together(
            List<Person> people,
            BiFunction<PlaceholderMaker, Person, PlaceholderResult> work,
            KeycloakSession session,
            RealmModel realm) {
        UserBatch batch = UserBatch.read(session, realm, spellings(people));
        List<PlaceholderResult> results = eachOf(people, work, batch.session(), realm);
        batch.write();
        return results;
    }

    private List<PlaceholderResult> eachOf(
            List<Person> people,
            BiFunction<PlaceholderMaker, Person, PlaceholderResult> work,
            KeycloakSession session,
            RealmModel realm) {
        PlaceholderMaker maker = new PlaceholderMaker(accounts, session, realm, identityProvider);
        return people.stream().map(person -> work.apply(maker, person)).toList();
    }

    /** Whether some users are kept elsewhere, LDAP say: only Keycloak knows how to ask there, and add to it. */
    private static boolean isFederated(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .findAny()
                .isPresent();
    }

    /** All under which one of these people may be known already. */
    private List<String> spellings(List<Person> people) {
        return people.stream()
                .flatMap(person -> accounts.rule().tryParse(person.email()).stream())
                .flatMap(address -> accounts.rule().spellings(address).stream())
                .map(EmailAddress::value)
                .toList();
    }
}
