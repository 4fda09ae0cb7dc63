package org.firstbell.lms.course;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.firstbell.lms.person.PersonView;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** What is still known of courses that were deleted. */
@ApplicationScoped
class DeletedCourses {

    private final StatelessSession session;

    DeletedCourses(StatelessSession session) {
        this.session = session;
    }

    /** A course that was deleted. */
    @Schema(name = "DeletedCourse")
    record View(UUID id, String title, PersonView owner, PersonView deletedBy, Instant deletedAt) {}

    private record Row(
            UUID id,
            String title,
            Instant deletedAt,
            UUID ownerId,
            String ownerEmail,
            String ownerName,
            UUID deleterId,
            String deleterEmail,
            String deleterName,
            String sortKey) {

        View view() {
            return new View(
                    id,
                    title,
                    new PersonView(ownerEmail, ownerId, ownerName),
                    new PersonView(deleterEmail, deleterId, deleterName),
                    deletedAt);
        }
    }

    @Transactional
    boolean include(UUID courseId) {
        return SingleColumn.query(
                        session, "select exists (select from deleted_course where id = :course)", Boolean.class)
                .setParameter("course", courseId)
                .getSingleResult();
    }

    /** {@return a page of them, by title} */
    @Transactional
    Page<View> list(Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        select c.id, c.title, c.deleted_at,
                               owner.id as owner_id, owner.email as owner_email, owner.name as owner_name,
                               deleter.id as deleter_id, deleter.email as deleter_email, deleter.name as deleter_name,
                               lower(c.title) as sort_key
                        from deleted_course c
                        join person owner on owner.id = c.owner_id
                        join person deleter on deleter.id = c.deleted_by
                        where (lower(c.title) collate "C", cast(c.id as text)) > (:key, :id)
                        order by lower(c.title) collate "C", cast(c.id as text)
                        limit :limit
                        """, Row.class)
                .setParameter("key", after.key())
                .setParameter("id", after.id())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Row> page =
                Page.cut(found, limit, row -> new Cursor(row.sortKey(), row.id().toString()));
        return new Page<>(page.rows().stream().map(Row::view).toList(), page.next());
    }
}
