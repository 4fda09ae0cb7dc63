package org.firstbell.lms.event;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keycloak sends the events of a person in order; one that was given up and is sent again by hand comes late. */
@LmsTest
class EventOrderTest {

    private final Instant start = Instant.now().plus(Duration.ofMinutes(1));

    TestRealm realm;

    @Inject
    Database database;

    private Api teacher;
    private UUID ofTheOldAddress;
    private UUID ofTheNewAddress;
    private final Someone person = Someone.anybody();
    private final Someone renamed = Someone.anybody();
    private final TestEvent firstLogin = TestEvent.firstBrokerLogin(person).occurredAt(start);
    private final TestEvent change =
            TestEvent.identifierChanged(person, renamed.email()).occurredAt(start.plusSeconds(60));
    private final TestEvent purge = TestEvent.accountPurged(person).occurredAt(start.plusSeconds(120));

    @BeforeEach
    void somethingWaitsForBothAddresses() {
        teacher = Api.as(Someone.teacher(), realm);
        ofTheOldAddress = teacher.createCourse("Algebra 1");
        ofTheNewAddress = teacher.createCourse("Algebra 2");
        teacher.allow(ofTheOldAddress, person.email(), "manage_events");
        teacher.allow(ofTheNewAddress, renamed.email(), "manage_events");
    }

    static Stream<List<Integer>> anyOrder() {
        return Stream.of(
                List.of(0, 1),
                List.of(1, 0),
                List.of(0, 0, 1, 1),
                List.of(1, 0, 1, 0),
                List.of(0, 1, 0),
                List.of(1, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("anyOrder")
    void aFirstLoginAndAChangeOfAddressEndTheSame(List<Integer> order) {
        push(order, List.of(firstLogin, change));

        assertThat(database.text("select email from person where id = ?", person.id()))
                .isEqualTo(renamed.email());
        assertThat(database.text("select name from person where id = ?", person.id()))
                .isEqualTo("New Comer");
        assertThat(coursesOf(person)).containsExactlyInAnyOrder(ofTheOldAddress, ofTheNewAddress);
        assertThat(waitingFor(person) + waitingFor(renamed)).isZero();
        assertThat(history("attached")).isEqualTo(2);
    }

    static Stream<List<Integer>> anyOrderOfThree() {
        return Stream.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0),
                List.of(2, 1, 0, 0, 1, 2));
    }

    @ParameterizedTest
    @MethodSource("anyOrderOfThree")
    void aDeletedAccountLeavesNothingBehind(List<Integer> order) {
        push(order, List.of(firstLogin, change, purge));

        assertThat(database.number(
                        "select count(*) from person where id = ? and purged_at is not null and email is null and name is null",
                        person.id()))
                .isOne();
        assertThat(coursesOf(person)).isEmpty();
        assertThat(waitingFor(person) + waitingFor(renamed)).isZero();
        assertThat(history("ended")).isEqualTo(2);
    }

    @Nested
    class AFirstLoginThatComesLate {

        private final Someone successor = Someone.anybody().withEmail(person.email());

        @Test
        void getsNothingThatWasGivenSince() {
            push(change);
            TestEvent longAgo = firstLogin.occurredAt(Instant.now().minus(Duration.ofHours(1)));

            push(longAgo);

            assertThat(coursesOf(person)).containsExactly(ofTheNewAddress);
            assertThat(waitingFor(person)).isOne();
        }

        @Test
        void getsNothingIfTheAddressIsSomebodyElsesNow() throws Exception {
            push(change);
            allowed("fly");
            push(TestEvent.firstBrokerLogin(successor).occurredAt(start.plusSeconds(90)));
            allowed("manage_events");

            push(firstLogin);

            assertThat(coursesOf(person)).containsExactly(ofTheNewAddress);
            assertThat(waitingFor(person)).isOne();
            assertThat(database.text("select email from person where id = ?", successor.id()))
                    .isEqualTo(person.email());
        }

        /** What cannot be attached is held although its person has come. */
        private void allowed(String privilege) throws SQLException {
            database.change(
                    "update pending_grant set payload = jsonb_set(payload, '{allow,0}', to_jsonb(?)) where email = ?",
                    privilege,
                    person.email());
        }

        @Test
        void takesNothingFromTheSuccessorOfADeletedAccount() {
            push(purge);
            TestEvent longAgo = firstLogin.occurredAt(Instant.now().minus(Duration.ofHours(1)));

            push(longAgo);

            assertThat(waitingFor(person)).isOne();
            push(TestEvent.firstBrokerLogin(successor).occurredAt(start.plusSeconds(150)));
            assertThat(coursesOf(successor)).containsExactly(ofTheOldAddress);
        }
    }

    private void push(List<Integer> order, List<TestEvent> events) {
        order.forEach(index -> push(events.get(index)));
    }

    private void push(TestEvent event) {
        assertThat(Api.anonymously(realm).push(event).status()).isEqualTo(202);
    }

    private List<UUID> coursesOf(Someone someone) {
        return database.texts("select course_id from course_privileges where person_id = ?", someone.id()).stream()
                .map(UUID::fromString)
                .toList();
    }

    private long waitingFor(Someone someone) {
        return database.number("select count(*) from pending_grant where email = ?", someone.email());
    }

    private long history(String what) {
        return database.number(
                "select count(*) from grant_history where course_id in (?, ?) and what = ?",
                ofTheOldAddress,
                ofTheNewAddress,
                what);
    }
}
