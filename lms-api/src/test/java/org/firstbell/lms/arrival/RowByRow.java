package org.firstbell.lms.arrival;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.firstbell.lms.testing.Someone;

/**
 * What waits for a newcomer, attached as one would write it down at first: one select, then for each row an insert of what
 * it stands for and a delete. It takes no lock, asks nobody's rights and writes no history.
 */
@ApplicationScoped
class RowByRow {

    private final EntityManager entities;

    RowByRow(EntityManager entities) {
        this.entities = entities;
    }

    @Transactional
    void attach(Someone newcomer) {
        Newcomer person = new Newcomer();
        person.id = newcomer.id();
        person.email = newcomer.email();
        person.name = newcomer.name();
        person.asOf = Instant.now();
        person.createdAt = person.asOf;
        entities.persist(person);
        for (Waiting waiting : entities.createQuery("from WaitingRow where email = :email", Waiting.class)
                .setParameter("email", newcomer.email())
                .getResultList()) {
            Enrolled enrolled = new Enrolled();
            enrolled.grantId = waiting.id;
            enrolled.courseId = waiting.courseId;
            enrolled.personId = person.id;
            enrolled.grantedBy = waiting.grantedBy;
            enrolled.grantedAt = waiting.grantedAt;
            entities.persist(enrolled);
            entities.remove(waiting);
        }
    }

    @Entity(name = "NewcomerRow")
    @Table(name = "person")
    static class Newcomer {

        @Id
        UUID id;

        String email;

        String name;

        @Column(name = "as_of")
        Instant asOf;

        @Column(name = "created_at")
        Instant createdAt;
    }

    @Entity(name = "WaitingRow")
    @Table(name = "pending_grant")
    static class Waiting {

        @Id
        UUID id;

        String email;

        @Column(name = "course_id")
        UUID courseId;

        @Column(name = "granted_by")
        UUID grantedBy;

        @Column(name = "granted_at")
        Instant grantedAt;
    }

    @Entity(name = "EnrolledRow")
    @Table(name = "enrolment")
    static class Enrolled {

        @Id
        @Column(name = "grant_id")
        UUID grantId;

        @Column(name = "course_id")
        UUID courseId;

        @Column(name = "person_id")
        UUID personId;

        @Column(name = "granted_by")
        UUID grantedBy;

        @Column(name = "granted_at")
        Instant grantedAt;
    }
}
