package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.grant.GrantHistory.Entry;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.provisioning.ProvisioningRequests;
import org.hibernate.StatelessSession;

/** Everything given in a course, of whatever kind, waiting or held. */
@ApplicationScoped
public class CourseGrants {

    private final StatelessSession session;
    private final ActiveGrants active;
    private final GrantHistory history;
    private final ProvisioningRequests provisioning;

    CourseGrants(
            StatelessSession session, ActiveGrants active, GrantHistory history, ProvisioningRequests provisioning) {
        this.session = session;
        this.active = active;
        this.history = history;
        this.provisioning = provisioning;
    }

    private record Waiting(UUID id, String kind, String email) {}

    /**
     * Ends all of it, in a constant number of statements.
     *
     * <p>Wants the {@link AddressLocks locks} of all addresses to be held, and the course to be locked.
     *
     * @param why for the history
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endAll(UUID courseId, UUID endedBy, String why) {
        history.add(What.ENDED, endedBy, why, active.endIn(courseId));
        List<Waiting> waiting = session.createNativeQuery(
                        "delete from pending_grant where course_id = :course returning id, kind, email", Waiting.class)
                .setParameter("course", courseId)
                .getResultList();
        history.add(
                What.ENDED,
                endedBy,
                why,
                waiting.stream()
                        .map(grant -> new Entry(grant.id(), courseId, grant.kind(), null))
                        .toList());
        provisioning.release(waiting.stream()
                .map(grant -> new EmailAddress(grant.email()))
                .distinct()
                .toList());
    }
}
