package org.firstbell.lms.reconciliation;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.arrival.Arrivals;
import org.firstbell.lms.arrival.Departures;
import org.firstbell.lms.person.Identity;
import org.firstbell.lms.person.PersonName;
import org.firstbell.lms.person.SubjectId;
import org.firstbell.lms.realm.KeycloakUnavailableException;
import org.firstbell.lms.reconciliation.RealmPeople.Answer;
import org.firstbell.lms.reconciliation.RealmPeople.RealmPerson;
import org.firstbell.lms.reconciliation.Roll.Entry;
import org.jboss.logging.Logger;

/**
 * Asks the realm about everybody who is known here and everybody who is waited for, and does for each difference what the
 * event would have done that was lost: whoever is gone departs, whoever has come or has another address arrives.
 *
 * <p>Comparing takes one statement and one request to Keycloak a page. A repair is a transaction of its own.
 */
@Singleton
final class Reconciliation {

    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final String WHY = "reconciliation";

    private final Roll roll;
    private final RealmPeople realm;
    private final Arrivals arrivals;
    private final Departures departures;
    private final AddressRule addresses;
    private final ReconciliationConfig config;
    private final ReconciliationLock lock;

    Reconciliation(
            Roll roll,
            RealmPeople realm,
            Arrivals arrivals,
            Departures departures,
            AddressRule addresses,
            ReconciliationConfig config,
            ReconciliationLock lock) {
        this.roll = roll;
        this.realm = realm;
        this.arrivals = arrivals;
        this.departures = departures;
        this.addresses = addresses;
        this.config = config;
        this.lock = lock;
    }

    /**
     * What was found and put right.
     *
     * @param checked people, and addresses that are waited for
     * @param attached grants
     * @param addressesChanged people
     * @param purged people
     * @param purgesWithheld people who are gone and were not purged, because too many are
     * @param failed people who could not be put right; the log says why
     */
    record Report(long checked, long attached, long addressesChanged, long purged, long purgesWithheld, long failed) {}

    /**
     * Compares and repairs.
     *
     * @param purgeAll whether people may be purged however many they are
     * @return empty if it is being done already, here or elsewhere
     * @throws KeycloakUnavailableException if the realm does not answer; what has been repaired stays so
     */
    Optional<Report> run(boolean purgeAll) {
        Optional<Report> report = lock.ifFree(() -> new Run(purgeAll).report());
        report.ifPresent(it -> LOG.infof("reconciliation: %s", it));
        return report;
    }

    private final class Run {

        private final boolean purgeAll;
        private long checked;
        private long attached;
        private long addressesChanged;
        private long purged;
        private long failed;

        Run(boolean purgeAll) {
            this.purgeAll = purgeAll;
        }

        Report report() {
            List<UUID> gone = comparePeople();
            boolean tooMany = !purgeAll && gone.size() > config.mostPurges();
            if (tooMany) {
                LOG.errorf("reconciliation: the realm has no %d of the people known here; none is purged", gone.size());
            } else {
                gone.forEach(this::depart);
            }
            // Last, when addresses are free that somebody gone has held.
            compareWaiting();
            return new Report(checked, attached, addressesChanged, purged, tooMany ? gone.size() : 0, failed);
        }

        /** {@return those who are gone} */
        private List<UUID> comparePeople() {
            List<UUID> gone = new ArrayList<>();
            List<Entry> page = roll.people(Roll.NOBODY, RealmPeople.MOST);
            while (!page.isEmpty()) {
                checked += page.size();
                Map<UUID, Entry> known = page.stream().collect(Collectors.toMap(Entry::id, Function.identity()));
                Answer answer = realm.withIds(page.stream().map(Entry::id).toList());
                answer.gone().stream().filter(known::containsKey).forEach(gone::add);
                for (RealmPerson person : answer.people()) {
                    identity(person, answer.asOf())
                            .filter(it -> known.containsKey(it.id()))
                            .filter(it -> !it.provenAddress()
                                    .value()
                                    .equals(known.get(it.id()).email()))
                            .ifPresent(this::arrive);
                }
                page = roll.people(page.get(page.size() - 1).id(), RealmPeople.MOST);
            }
            return gone;
        }

        private void compareWaiting() {
            List<String> page = roll.waitingAddresses(Roll.NOWHERE, RealmPeople.MOST);
            while (!page.isEmpty()) {
                checked += page.size();
                Answer answer = realm.withAddresses(page);
                for (RealmPerson person : answer.people()) {
                    identity(person, answer.asOf()).ifPresent(this::arrive);
                }
                page = roll.waitingAddresses(page.get(page.size() - 1), RealmPeople.MOST);
            }
        }

        private void arrive(Identity identity) {
            repair(identity.id(), () -> {
                Arrivals.Outcome outcome = arrivals.arrive(identity, WHY);
                attached += outcome.attached();
                addressesChanged += outcome.addressChanged() ? 1 : 0;
            });
        }

        private void depart(UUID personId) {
            repair(personId, () -> {
                departures.depart(personId, WHY);
                purged++;
            });
        }

        /** One person's trouble must not keep the others from what is theirs. */
        private void repair(UUID personId, Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                failed++;
                LOG.errorf(e, "user %s: not reconciled", personId);
            }
        }
    }

    /** {@return the person, if they have an address that is proven and can be one here} */
    private Optional<Identity> identity(RealmPerson person, Instant asOf) {
        Optional<EmailAddress> address = person.emailVerified() ? addresses.tryParse(person.email()) : Optional.empty();
        return SubjectId.parse(person.userId())
                .flatMap(id -> address.map(
                        it -> new Identity(id, it, PersonName.of(person.givenName(), person.familyName()), asOf)));
    }
}
