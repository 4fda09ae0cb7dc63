package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Lists that were looked at, and what their commit answered. They hold addresses, so they are kept for a day only. */
@ApplicationScoped
class EnrolmentPlans {

    private static final Duration KEPT = Duration.ofDays(1);

    private static final TypeReference<List<Line>> LINES = new TypeReference<>() {};

    private final StatelessSession session;
    private final ObjectMapper json;
    private final Clock clock;

    EnrolmentPlans(StatelessSession session, ObjectMapper json, Clock clock) {
        this.session = session;
        this.json = json;
        this.clock = clock;
    }

    /** @param outcome null until the plan is committed */
    record Plan(UUID id, List<Line> lines, CommitView outcome) {}

    private record Row(UUID id, String lines, String outcome) {}

    @Transactional(Transactional.TxType.MANDATORY)
    UUID add(UUID courseId, UUID plannedBy, List<Line> lines) {
        session.createNativeMutationQuery("""
                        delete from enrolment_plan where id in (
                            select id from enrolment_plan where expires_at <= :now for update skip locked)
                        """)
                .setParameter("now", clock.instant())
                .executeUpdate();
        UUID id = UUID.randomUUID();
        session.createNativeMutationQuery("""
                        insert into enrolment_plan (id, course_id, planned_by, lines, expires_at)
                        values (:id, :course, :plannedBy, cast(:lines as jsonb), :expiresAt)
                        """)
                .setParameter("id", id)
                .setParameter("course", courseId)
                .setParameter("plannedBy", plannedBy)
                .setParameter("lines", write(lines))
                .setParameter("expiresAt", clock.instant().plus(KEPT))
                .executeUpdate();
        return id;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Plan> find(UUID courseId, UUID planId) {
        return read(courseId, planId, "");
    }

    /** Commits of one plan go one after the other: whoever reads it here has it until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Plan> lock(UUID courseId, UUID planId) {
        return read(courseId, planId, "for update");
    }

    private Optional<Plan> read(UUID courseId, UUID planId, String lock) {
        return session.createNativeQuery("""
                        select id, cast(lines as text) as lines, cast(outcome as text) as outcome
                        from enrolment_plan where id = :id and course_id = :course and expires_at > :now
                        """ + lock, Row.class)
                .setParameter("id", planId)
                .setParameter("course", courseId)
                .setParameter("now", clock.instant())
                .uniqueResultOptional()
                .map(this::plan);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void remember(UUID planId, CommitView outcome) {
        session.createNativeMutationQuery("update enrolment_plan set outcome = cast(:outcome as jsonb) where id = :id")
                .setParameter("outcome", write(outcome))
                .setParameter("id", planId)
                .executeUpdate();
    }

    private Plan plan(Row row) {
        try {
            return new Plan(
                    row.id(),
                    json.readValue(row.lines(), LINES),
                    row.outcome() == null ? null : json.readValue(row.outcome(), CommitView.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("enrolment plan " + row.id() + " cannot be read", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an enrolment plan cannot be written", e);
        }
    }
}
