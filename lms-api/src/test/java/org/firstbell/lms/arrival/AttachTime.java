package org.firstbell.lms.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.person.Identity;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to attach what waits for a newcomer, beside doing so {@link RowByRow row by row}.
 *
 * <p>No part of {@code verify}: run with {@code ./mvnw -Plms-time}.
 */
@LmsTest
class AttachTime {

    private static final int ROUNDS = 30;
    private static final int[] SIZES = {1, 10, 100, 1_000};
    private static final int OTHERS = 1_000_000;

    TestRealm realm;

    @Inject
    Database database;

    @Inject
    RowByRow rowByRow;

    @Inject
    Arrivals arrivals;

    private UUID teacher;

    @Test
    void beatsRowByRowAndDoesNotGrowWithTheTable() throws SQLException {
        Someone owner = Someone.teacher();
        Api.as(owner, realm).createCourse("Courses");
        teacher = owner.id();
        database.change("""
                insert into course (id, title, owner_id, created_at)
                select gen_random_uuid(), 'Course ' || n, ?, now() from generate_series(1, 1000) as n
                """, teacher);

        Map<Integer, Medians> few = measure();
        database.change("""
                insert into pending_grant (id, email, course_id, kind, payload, granted_by, granted_at, expires_at, by_admin)
                select gen_random_uuid(), 'other' || m || '-' || c.id || '@school.example', c.id, 'enrolment', '{}', ?, now(),
                       now() + interval '180 days', false
                from course c cross join generate_series(1, ?) as m
                """, teacher, OTHERS / 1_000);
        database.change("analyze pending_grant");
        Map<Integer, Medians> many = measure();

        for (int size : SIZES) {
            System.out.printf(
                    "attach %4d grants: %7.2f ms, row by row %7.2f ms (%.1f times as long);"
                            + " with a million other grants waiting %7.2f ms (%.2f times as long)%n",
                    size,
                    few.get(size).ours(),
                    few.get(size).rowByRow(),
                    few.get(size).rowByRow() / few.get(size).ours(),
                    many.get(size).ours(),
                    many.get(size).ours() / few.get(size).ours());
        }
        assertThat(few.get(1_000).rowByRow() / few.get(1_000).ours()).isGreaterThanOrEqualTo(10);
        assertThat(many.get(1_000).ours() / few.get(1_000).ours()).isLessThan(1.5);
    }

    private record Medians(double ours, double rowByRow) {}

    private Map<Integer, Medians> measure() throws SQLException {
        Map<Integer, Medians> medians = new HashMap<>();
        for (int size : SIZES) {
            List<Double> ours = new ArrayList<>();
            List<Double> rowByRow = new ArrayList<>();
            for (int round = 0; round < warmUp(size) + ROUNDS; round++) {
                double one = attach(size);
                double other = attachRowByRow(size);
                if (round >= warmUp(size)) {
                    ours.add(one);
                    rowByRow.add(other);
                }
            }
            medians.put(size, new Medians(median(ours), median(rowByRow)));
        }
        return medians;
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
        double millis = (System.nanoTime() - from) / 1e6;
        assertThat(database.number("select count(*) from enrolment where person_id = ?", newcomer.id()))
                .isEqualTo(size);
        return millis;
    }

    /** The small ones take the path of the large ones too rarely for the compiler to have seen it. */
    private static int warmUp(int size) {
        return 15 + 1_000 / size;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
