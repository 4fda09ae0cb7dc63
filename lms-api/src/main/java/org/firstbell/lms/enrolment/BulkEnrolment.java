package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.enrolment.EnrolmentPlans.Plan;
import org.firstbell.lms.enrolment.Enrolments.Found;
import org.firstbell.lms.grant.AddressLocks;
import org.firstbell.lms.grant.Expiry;
import org.firstbell.lms.grant.PendingGrants;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Enrols a list of addresses: first a look at what would become of each, then all of them in one transaction. */
@ApplicationScoped
class BulkEnrolment {

    private final EnrolmentPlans plans;
    private final Enrolments enrolments;
    private final EnrolmentKind kind;
    private final PendingGrants pending;
    private final AddressLocks locks;
    private final AddressRule addresses;
    private final Clock clock;

    BulkEnrolment(
            EnrolmentPlans plans,
            Enrolments enrolments,
            EnrolmentKind kind,
            PendingGrants pending,
            AddressLocks locks,
            AddressRule addresses,
            Clock clock) {
        this.plans = plans;
        this.enrolments = enrolments;
        this.kind = kind;
        this.pending = pending;
        this.locks = locks;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** What to do about lines that are no addresses. */
    enum Mode {
        /** Apply nothing. */
        @JsonProperty("all")
        ALL,
        /** Leave them out. */
        @JsonProperty("valid")
        VALID
    }

    /** @param plan what a commit is to name, for a day */
    record PlanView(UUID plan, Map<Verdict, Long> counts, List<LineView> lines) {}

    /** Tells what a commit would do now, and does none of it. */
    @Transactional
    PlanView plan(Standing course, UUID plannedBy, List<Line> lines) {
        EnrolmentBatch batch = new EnrolmentBatch(lines, addresses);
        List<LineView> views = batch.lines(verdicts(enrolments.find(course.courseId(), batch.addresses())));
        UUID plan = plans.add(course.courseId(), plannedBy, lines);
        return new PlanView(plan, EnrolmentBatch.counts(views), views);
    }

    /**
     * Applies a plan to how things are now, all of it or nothing. Repeated, it answers as the first time and does nothing.
     *
     * @throws ProblemException if there is no such plan, or if it has invalid lines and is to be applied as a whole
     */
    @Transactional
    CommitView commit(Standing course, UUID committedBy, UUID planId, Mode mode) {
        Plan plan = plans.lock(course.courseId(), planId)
                .orElseThrow(() -> new ProblemException(ProblemType.PLAN_NOT_FOUND));
        if (plan.outcome() != null) {
            return plan.outcome();
        }
        EnrolmentBatch batch = new EnrolmentBatch(plan.lines(), addresses);
        locks.lock(batch.addresses());
        List<Found> found = enrolments.find(course.courseId(), batch.addresses());
        List<LineView> views = batch.lines(verdicts(found));
        CommitView outcome = new CommitView(UUID.randomUUID(), EnrolmentBatch.counts(views), views);
        long invalid = outcome.counts().get(Verdict.INVALID);
        if (mode == Mode.ALL && invalid > 0) {
            throw new ProblemException(
                    ProblemType.PLAN_HAS_INVALID_LINES,
                    invalid + " lines are no addresses; correct them, or commit with mode valid.");
        }
        apply(course, committedBy, found, "batch:" + outcome.batch());
        plans.remember(planId, outcome);
        return outcome;
    }

    private void apply(Standing course, UUID grantedBy, Collection<Found> found, String why) {
        enrolments.enrol(
                course.courseId(),
                with(found, Verdict.ENROLLED).map(Found::personId).toList(),
                grantedBy,
                why);
        pending.store(
                kind,
                course.courseId(),
                with(found, Verdict.PENDING).map(Found::address).toList(),
                new EnrolmentKind.Payload(),
                grantedBy,
                Expiry.of(clock.instant(), course.endsOn()),
                why);
    }

    private static Stream<Found> with(Collection<Found> found, Verdict verdict) {
        return found.stream().filter(one -> one.verdict() == verdict);
    }

    private static Map<EmailAddress, Verdict> verdicts(Collection<Found> found) {
        return found.stream().collect(Collectors.toMap(Found::address, Found::verdict));
    }
}
