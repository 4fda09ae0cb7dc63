package org.firstbell.lms.roster;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/** Counts the event streams that each person reads from this instance; nobody needs many. */
@ApplicationScoped
class Streams {

    static final int MOST_PER_PERSON = 20;

    private final ConcurrentMap<UUID, Integer> open = new ConcurrentHashMap<>();

    /** Somebody's place among them. */
    final class Place {

        private final UUID personId;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(UUID personId) {
            this.personId = personId;
        }

        /** Gives it back; once, however often it is called. */
        void leave() {
            if (left.compareAndSet(false, true)) {
                open.computeIfPresent(personId, (id, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** @throws ProblemException if the person has as many as one may have */
    Place take(UUID personId) {
        open.merge(personId, 1, (count, one) -> {
            if (count >= MOST_PER_PERSON) {
                throw new ProblemException(
                        ProblemType.TOO_MANY_STREAMS, Sentence.MOST_STREAMS.with("most", MOST_PER_PERSON));
            }
            return count + one;
        });
        return new Place(personId);
    }
}
