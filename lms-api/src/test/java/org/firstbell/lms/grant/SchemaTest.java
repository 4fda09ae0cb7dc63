package org.firstbell.lms.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.Database;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LmsTest
class SchemaTest {

    TestRealm realm;

    @Inject
    Database database;

    @Test
    void hasNoNullableForeignKeyToAPersonAnywhere() {
        assertThat(foreignKeysToPerson("true")).isPositive();
        assertThat(foreignKeysToPerson("not a.attnotnull")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update grant_history set why = 'something else'",
                "delete from grant_history",
                "truncate grant_history"
            })
    void doesNotLetHistoryBeRewritten(String attempt) {
        Api teacher = Api.as(Someone.teacher(), realm);
        UUID course = teacher.createCourse("History");
        teacher.allow(course, Someone.anybody().email(), "manage_events");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.change(attempt))
                .withMessageContaining("append-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete from person", "truncate person cascade"})
    void doesNotLetPeopleBeDeleted(String attempt) {
        Api.as(Someone.teacher(), realm).createCourse("Somebody is here");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.change(attempt))
                .withMessageContaining("never deleted");
    }

    private long foreignKeysToPerson(String condition) {
        return database.number("""
                select count(*) from pg_constraint c
                cross join unnest(c.conkey) as k(attnum)
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
                where c.contype = 'f' and c.confrelid = 'person'::regclass and %s
                """.formatted(condition));
    }
}
