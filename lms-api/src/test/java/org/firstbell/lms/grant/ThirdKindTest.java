package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.MedalKind.Medal;
import org.firstbell.lms.grant.PendingGrants.Giver;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kind of grant that nothing but its own class knows of. */
@LmsTest
class ThirdKindTest {

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    PendingGrants pending;

    @Inject
    AddressLocks locks;

    @Inject
    MedalKind medals;

    private final Someone owner = Someone.teacher();
    private final Someone newcomer = Someone.anybody();
    private UUID course;

    @BeforeEach
    void aCourse() {
        course = Api.as(owner, realm).createCourse("Athletics");
    }

    @Test
    void waitsForItsPersonAndIsAttachedBesideTheOthers() {
        Api.as(owner, realm).allow(course, newcomer.email(), "manage_events");
        award("High jump");

        push(TestEvent.firstBrokerLogin(newcomer));

        assertThat(titles()).containsExactly("High jump");
        assertThat(history()).containsExactly("granted", "attached");
        assertThat(Api.as(newcomer, realm).get("/api/me").json().path("courses"))
                .hasSize(1);
    }

    @Test
    void endsWithTheAccount() {
        award("High jump");
        push(TestEvent.firstBrokerLogin(newcomer));

        push(TestEvent.accountPurged(newcomer));

        assertThat(titles()).isEmpty();
        assertThat(history()).containsExactly("granted", "attached", "ended");
    }

    @Test
    void endsWithTheCourse() {
        award("High jump");
        push(TestEvent.firstBrokerLogin(newcomer));

        Api.as(owner, realm).delete("/api/courses/" + course);

        assertThat(titles()).isEmpty();
        assertThat(history()).containsExactly("granted", "attached", "ended");
    }

    @Test
    void isNotStoredUnlessValid() {
        assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> award(" "));
        assertThat(history()).isEmpty();
    }

    @Test
    void isHeldIfNotValidAnyMore() throws Exception {
        award("High jump");
        database.change(
                "update pending_grant set payload = jsonb_build_object('title', repeat('x', 21)) where course_id = ?",
                course);

        push(TestEvent.firstBrokerLogin(newcomer));

        assertThat(titles()).isEmpty();
        assertThat(database.text("select held_reason from pending_grant where course_id = ?", course))
                .contains("title");
    }

    private void award(String title) {
        EmailAddress address = new EmailAddress(newcomer.email());
        QuarkusTransaction.requiringNew().run(() -> {
            locks.lock(address);
            pending.store(
                    medals,
                    course,
                    address,
                    new Medal(title),
                    new Giver(owner.id(), false),
                    Instant.now().plus(Duration.ofDays(1)),
                    "request");
        });
    }

    private void push(TestEvent event) {
        assertThat(Api.anonymously(realm).push(event).status()).isEqualTo(202);
    }

    private List<String> titles() {
        return database.texts("select title from medal where person_id = ?", newcomer.id());
    }

    private List<String> history() {
        return database.texts(
                "select what from grant_history where course_id = ? and kind = 'medal' order by id", course);
    }
}
