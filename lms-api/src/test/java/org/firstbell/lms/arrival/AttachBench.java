package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.bench.Goal;
import org.firstbell.bench.Recording;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Turns;
import org.firstbell.bench.Unit;
import org.firstbell.lms.person.Identity;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Measured;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to attach what waits for a newcomer, beside doing so row by row, {@link RowByRow in JPA} and, where there
 * is one, {@link RowByRowInDjango in Django}; and beside one statement that writes the rows of these two and nothing else.
 */
@LmsTest
class AttachBench {

    private static final String OURS = "Firstbell";
    private static final String PLAIN_JPA = "row by row in JPA";
    private static final String DJANGO = "row by row in Django";
    private static final String LIMIT = "set-based SQL of those rows (the limit)";

    private final Scale scale = Scale.fromSystemProperties();
    private final List<Integer> sizes = List.of(1, 10, 100, scale.of(1_000, 200));

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    RowByRow rowByRow;

    @Inject
    Arrivals arrivals;

    private UUID teacher;

    @Test
    void attach() throws Exception {
        Someone owner = Someone.teacher();
        Api.as(owner, realm).createCourse("Courses");
        teacher = owner.id();
        database.change("""
                insert into course (id, title, owner_id, created_at)
                select gen_random_uuid(), 'Course ' || n, ?, now() from generate_series(1, 1000) as n
                """, teacher);
        database.change("""
                insert into person (id, email, name, as_of, created_at)
                select gen_random_uuid(), 'pupil' || n || '@school.example', 'Pupil ' || n, now(), now()
                from generate_series(1, 5000) as n
                """);

        besideRowByRow();
        amongOthers();
    }

    private void besideRowByRow() throws Exception {
        Recording recording = Measured.on(
                database, new Recording("attach", "Attach what waits for a newcomer", Unit.MILLISECONDS, "grants"));
        try (RowByRowInDjango django = RowByRowInDjango.start().orElse(null)) {
            for (int size : sizes) {
                tidy();
                Turns turns = new Turns()
                        .of(OURS, size, () -> attach(size))
                        .of(PLAIN_JPA, size, () -> attachRowByRow(size))
                        .of(LIMIT, size, () -> attachAtOnce(size));
                if (django != null) {
                    turns.of(DJANGO, size, () -> attachIn(django, size));
                }
                recording.add(turns.take(warmUp(size), scale.of(30, 3)));
            }
            goals(recording, PLAIN_JPA);
            if (django != null) {
                goals(recording.with("Django", django.version()), DJANGO);
            }
        }
        recording.end();
    }

    private void goals(Recording recording, String peer) {
        int most = sizes.get(sizes.size() - 1);
        recording
                .goal(Goal.ratioAtLeast(
                        1, peer + " / ours, 1 grant", recording.median(peer, 1) / recording.median(OURS, 1)))
                .goal(Goal.ratioAtLeast(
                        10,
                        "%s / ours, %,d grants".formatted(peer, most),
                        recording.median(peer, most) / recording.median(OURS, most)));
    }

    private void amongOthers() throws Exception {
        Recording recording = Measured.on(
                database,
                new Recording(
                        "attach-among-others",
                        "Attach while grants of others wait",
                        Unit.MILLISECONDS,
                        "grants of others that wait"));
        int waiting = 0;
        int least = 1_000;
        int most = scale.of(1_000_000, 10_000);
        for (int others = 0; others <= most; others = Math.max(least, others * 10)) {
            othersWait(waiting, others);
            waiting = others;
            Turns turns = new Turns();
            for (int size : sizes) {
                turns.of("%,d grants attached".formatted(size), others, () -> attach(size));
            }
            recording.add(turns.take(scale.of(10, 2), scale.of(30, 3)));
        }
        for (int size : sizes) {
            String contender = "%,d grants attached".formatted(size);
            recording.goal(Goal.ratioAtMost(
                    1.5,
                    "%s, %,d others / %,d".formatted(contender, most, least),
                    recording.median(contender, most) / recording.median(contender, least)));
        }
        recording.end();
    }

    /** Has grants wait for other people, a thousand people or more for each of the courses. */
    private void othersWait(int before, int after) throws SQLException {
        database.change("""
                insert into pending_grant (id, email, course_id, kind, payload, granted_by, granted_at, expires_at, by_admin)
                select gen_random_uuid(), 'other' || m || '-' || c.id || '@school.example', c.id, 'enrolment', '{}', ?, now(),
                       now() + interval '180 days', false
                from (select id from course where owner_id = ? order by id limit 1000) c cross join generate_series(?, ?) as m
                """, teacher, teacher, before / 1_000 + 1, after / 1_000);
        tidy();
    }

    /**
     * Has PostgreSQL look at how much is in its tables, as it does by itself a minute later. Plans that it made for empty ones
     * are kept until then.
     */
    private void tidy() throws SQLException {
        database.change("vacuum (analyze)");
    }

    private double attach(int size) throws SQLException {
        Someone newcomer = newcomerFor(size);
        Identity identity =
                new Identity(newcomer.id(), new EmailAddress(newcomer.email()), newcomer.name(), Instant.now());
        long from = System.nanoTime();
        QuarkusTransaction.requiringNew().run(() -> arrivals.arrive(identity, "measured"));
        return finished(from, newcomer, size);
    }

    private double attachRowByRow(int size) throws SQLException {
        Someone newcomer = newcomerFor(size);
        long from = System.nanoTime();
        rowByRow.attach(newcomer);
        return finished(from, newcomer, size);
    }

    private double attachIn(RowByRowInDjango django, int size) throws Exception {
        Someone newcomer = newcomerFor(size);
        double millis = django.attach(newcomer);
        assertAttached(newcomer, size);
        return millis;
    }

    private double attachAtOnce(int size) throws Exception {
        Someone newcomer = newcomerFor(size);
        long from = System.nanoTime();
        QuarkusTransaction.requiringNew().call(() -> {
            database.change("""
                    with newcomer as (
                        insert into person (id, email, name, as_of, created_at) values (?, ?, ?, now(), now()) returning id
                    ), gone as (
                        delete from pending_grant where email = ? returning id, course_id, granted_by, granted_at
                    )
                    insert into enrolment (course_id, person_id, grant_id, granted_by, granted_at)
                    select gone.course_id, newcomer.id, gone.id, gone.granted_by, gone.granted_at from gone cross join newcomer
                    """, newcomer.id(), newcomer.email(), newcomer.name(), newcomer.email());
            return null;
        });
        return finished(from, newcomer, size);
    }

    private Someone newcomerFor(int size) throws SQLException {
        Someone newcomer = Someone.anybody();
        database.change("""
                insert into pending_grant (id, email, course_id, kind, payload, granted_by, granted_at, expires_at, by_admin)
                select gen_random_uuid(), ?, id, 'enrolment', '{}', ?, now(), now() + interval '180 days', false
                from course where owner_id = ? order by id limit ?
                """, newcomer.email(), teacher, teacher, size);
        return newcomer;
    }

    private double finished(long from, Someone newcomer, int size) {
        double millis = Unit.MILLISECONDS.of(System.nanoTime() - from);
        assertAttached(newcomer, size);
        return millis;
    }

    private void assertAttached(Someone newcomer, int size) {
        assertThat(database.number("select count(*) from enrolment where person_id = ?", newcomer.id()))
                .isEqualTo(size);
    }

    /** The small ones take the path of the large ones too rarely for the compiler to have seen it. */
    private int warmUp(int size) {
        return scale.of(15 + 1_000 / size, 2);
    }
}
