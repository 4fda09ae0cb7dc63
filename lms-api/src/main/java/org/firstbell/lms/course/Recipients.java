package org.firstbell.lms.course;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.person.AddressLocks;
import org.firstbell.lms.person.People;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;

/**
 * Whoever is given something in a course, or has it taken back.
 *
 * <p>Until the transaction ends, nobody else gives their address anything or takes it back, and the course is there. Locked
 * in the order that everybody keeps: the address, then the course.
 */
@ApplicationScoped
public class Recipients {

    private final People people;
    private final AddressLocks locks;
    private final Courses courses;

    Recipients(People people, AddressLocks locks, Courses courses) {
        this.people = people;
        this.locks = locks;
        this.courses = courses;
    }

    /**
     * Whoever has an address.
     *
     * @return empty if nobody has come with it
     * @throws ProblemException if the course has been deleted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<PersonView> holderOf(EmailAddress address, UUID courseId) {
        locks.lock(address);
        courses.keep(courseId);
        return people.holderOf(address);
    }

    /**
     * Somebody who is known here.
     *
     * @throws ProblemException if nobody is, or the course has been deleted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public PersonView require(UUID personId, UUID courseId) {
        PersonView person = people.find(personId).orElseThrow(() -> new ProblemException(ProblemType.PERSON_NOT_FOUND));
        if (person.email() != null) {
            locks.lock(new EmailAddress(person.email()));
        }
        courses.keep(courseId);
        return person;
    }
}
