package org.firstbell.lms.course;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A course's row. */
@Entity
class Course {

    @Id
    UUID id;

    String title;

    @Column(name = "owner_id")
    UUID ownerId;

    @Column(name = "ends_on")
    LocalDate endsOn;

    @Column(name = "created_at")
    Instant createdAt;
}
