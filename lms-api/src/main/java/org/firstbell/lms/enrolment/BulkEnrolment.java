package org.firstbell.lms.enrolment;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.course.Courses;
import org.firstbell.lms.course.Standing;
import org.firstbell.lms.course.Standing.Role;
import org.firstbell.lms.enrolment.Enrolments.Found;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.ExpiredGrants;
import org.firstbell.lms.grant.Expiry;
import org.firstbell.lms.grant.PendingGrants;
import org.firstbell.lms.grant.PendingGrants.Giver;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.person.DomainTypos;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Enrols a list of addresses: first a look at what would become of each, then all of them in one transaction. */
@ApplicationScoped
class BulkEnrolment {

    private final EnrolmentPlans plans;
    private final Enrolments enrolments;
    private final EnrolmentKind kind;
    private final PendingGrants pending;
    private final ExpiredGrants expired;
    private final AddressLocks locks;
    private final Courses courses;
    private final DomainTypos domainTypos;
    private final AddressRule addresses;
    private final Clock clock;

    BulkEnrolment(
            EnrolmentPlans plans,
            Enrolments enrolments,
            EnrolmentKind kind,
            PendingGrants pending,
            ExpiredGrants expired,
            AddressLocks locks,
            Courses courses,
            DomainTypos domainTypos,
            AddressRule addresses,
            Clock clock) {
        this.plans = plans;
        this.enrolments = enrolments;
        this.kind = kind;
        this.pending = pending;
        this.expired = expired;
        this.locks = locks;
        this.courses = courses;
        this.domainTypos = domainTypos;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** What to do about lines that cannot be applied. */
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

    /** What to do about lines whose address looks mistyped. */
    enum Typos {
        /** Treat them as lines that are no addresses. */
        @JsonProperty("leave")
        LEAVE,
        /** Take them as they are. */
        @JsonProperty("keep")
        KEEP
    }

    /** Tells what a commit would do now, and does none of it. */
    @Transactional
    PlanView plan(Standing course, UUID plannedBy, List<Line> lines) {
        courses.keep(course.courseId());
        List<LineView> views = assess(course, batch(lines), Typos.LEAVE).views();
        UUID plan = plans.add(course.courseId(), plannedBy, lines);
        return new PlanView(plan, EnrolmentBatch.counts(views), views);
    }

    /**
     * The lines of a plan that need another look, as CSV.
     *
     * @throws ProblemException if there is no such plan
     */
    @Transactional
    String badLines(Standing course, UUID planId) {
        return BadLines.csv(assess(course, planned(course, planId), Typos.LEAVE).views());
    }

    /**
     * Applies a plan to how things are now, all of it or nothing. Repeated, it answers as the first time and does nothing.
     *
     * @return a {@link CommitView}, as JSON: it is stored as well, and ten thousand lines are written once for both
     * @throws ProblemException if there is no such plan, or if it has lines that cannot be applied and is to be applied as a
     *     whole
     */
    @Transactional
    String commit(Standing course, UUID committedBy, UUID planId, Mode mode, Typos typos) {
        EnrolmentBatch batch = planned(course, planId);
        locks.lock(batch.addresses());
        courses.keep(course.courseId());
        Optional<String> before = plans.lock(planId);
        if (before.isPresent()) {
            return before.get();
        }
        Assessment assessment = assess(course, batch, typos);
        CommitView outcome =
                new CommitView(UUID.randomUUID(), EnrolmentBatch.counts(assessment.views()), assessment.views());
        long bad = outcome.counts().get(Verdict.INVALID) + outcome.counts().get(Verdict.TYPO);
        if (mode == Mode.ALL && bad > 0) {
            throw new ProblemException(
                    ProblemType.PLAN_HAS_INVALID_LINES, Sentence.LINES_NEED_A_LOOK.with("count", bad));
        }
        apply(course, committedBy, assessment, "batch:" + outcome.batch());
        return plans.remember(planId, outcome);
    }

    private EnrolmentBatch planned(Standing course, UUID planId) {
        return batch(plans.lines(course.courseId(), planId)
                .orElseThrow(() -> new ProblemException(ProblemType.PLAN_NOT_FOUND)));
    }

    private EnrolmentBatch batch(List<Line> lines) {
        return new EnrolmentBatch(lines, addresses);
    }

    /** How things are for each address of a list, and what that means for each line. */
    private record Assessment(List<Found> found, Map<EmailAddress, Verdict> verdicts, List<LineView> views) {

        List<Found> with(Verdict verdict) {
            return found.stream()
                    .filter(one -> verdicts.get(one.address()) == verdict)
                    .toList();
        }
    }

    private Assessment assess(Standing course, EnrolmentBatch batch, Typos typos) {
        List<Found> found = enrolments.find(course.courseId(), batch.addresses());
        Map<EmailAddress, Verdict> verdicts = found.stream()
                .collect(Collectors.toMap(Found::address, Found::verdict, (one, same) -> one, HashMap::new));
        Map<EmailAddress, EmailAddress> meant = typos == Typos.KEEP
                ? Map.of()
                : domainTypos.find(found.stream()
                        .filter(one -> one.verdict() == Verdict.PENDING)
                        .map(Found::address)
                        .toList());
        meant.keySet().forEach(address -> verdicts.put(address, Verdict.TYPO));
        return new Assessment(found, verdicts, batch.lines(verdicts, meant));
    }

    private void apply(Standing course, UUID grantedBy, Assessment assessment, String why) {
        List<Found> here = assessment.with(Verdict.ENROLLED);
        enrolments.enrol(course.courseId(), here.stream().map(Found::personId).toList(), grantedBy, why);
        expired.renew(kind, course.courseId(), here.stream().map(Found::address).toList());
        pending.store(
                kind,
                course.courseId(),
                assessment.with(Verdict.PENDING).stream().map(Found::address).toList(),
                new EnrolmentKind.Payload(),
                new Giver(grantedBy, course.role() == Role.ADMIN),
                Expiry.of(clock.instant(), course.endsOn()),
                why);
    }
}
