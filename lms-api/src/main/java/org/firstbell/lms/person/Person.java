package org.firstbell.lms.person;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A row of whoever has been here. */
@Entity
class Person {

    @Id
    UUID id;

    String email;

    String name;

    @Column(name = "as_of")
    Instant asOf;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "purged_at")
    Instant purgedAt;
}
