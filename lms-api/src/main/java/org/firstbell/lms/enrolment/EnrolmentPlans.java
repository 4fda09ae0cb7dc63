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
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.firstbell.lms.sql.SingleColumn;
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
                        values (:id, :course, :plannedBy, cast(:lines as json), :expiresAt)
                        """)
                .setParameter("id", id)
                .setParameter("course", courseId)
                .setParameter("plannedBy", plannedBy)
                .setParameter("lines", write(lines))
                .setParameter("expiresAt", clock.instant().plus(KEPT))
                .executeUpdate();
        return id;
    }

    /** {@return the lines of a plan, which never change; empty if there is no such plan} */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<List<Line>> lines(UUID courseId, UUID planId) {
        return SingleColumn.query(session, """
                        select cast(lines as text) from enrolment_plan
                        where id = :id and course_id = :course and expires_at > :now
                        """, String.class)
                .setParameter("id", planId)
                .setParameter("course", courseId)
                .setParameter("now", clock.instant())
                .uniqueResultOptional()
                .map(this::readLines);
    }

    /**
     * Has the commits of one plan go one after the other: whoever is here has it until the transaction ends.
     *
     * @return what its commit answered, as JSON; empty until it is committed
     * @throws ProblemException if the plan's day has passed meanwhile
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<String> lock(UUID planId) {
        List<String> outcome = SingleColumn.query(
                        session,
                        "select cast(outcome as text) from enrolment_plan where id = :id for update",
                        String.class)
                .setParameter("id", planId)
                .getResultList();
        if (outcome.isEmpty()) {
            throw new ProblemException(ProblemType.PLAN_NOT_FOUND);
        }
        return Optional.ofNullable(outcome.get(0));
    }

    /** {@return the outcome as it is to be answered, now and whenever the commit is repeated} */
    @Transactional(Transactional.TxType.MANDATORY)
    String remember(UUID planId, CommitView outcome) {
        String answer = write(outcome);
        session.createNativeMutationQuery("update enrolment_plan set outcome = cast(:outcome as json) where id = :id")
                .setParameter("outcome", answer)
                .setParameter("id", planId)
                .executeUpdate();
        return answer;
    }

    private List<Line> readLines(String stored) {
        try {
            return json.readValue(stored, LINES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an enrolment plan cannot be read", e);
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
