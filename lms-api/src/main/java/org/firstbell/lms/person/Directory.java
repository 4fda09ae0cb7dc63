package org.firstbell.lms.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.firstbell.lms.paging.Cursor;
import org.firstbell.lms.paging.Page;
import org.firstbell.lms.paging.PageLimit;
import org.hibernate.StatelessSession;

/** Finds registered people, in the order of their names. */
@ApplicationScoped
class Directory {

    private final StatelessSession session;

    Directory(StatelessSession session) {
        this.session = session;
    }

    record Entry(UUID id, String email, String name, String sortKey) {

        Cursor position() {
            return new Cursor(sortKey, id.toString());
        }

        PersonView view() {
            return new PersonView(email, id, name);
        }
    }

    /** @param search part of a name or of an address, in any case; empty finds everybody */
    @Transactional
    Page<PersonView> search(String search, Cursor after, PageLimit limit) {
        var found = session.createNativeQuery("""
                        select id, email, name, lower(coalesce(name, email, '')) as sort_key
                        from person
                        where purged_at is null
                          and strpos(lower(concat_ws(' ', name, email)), lower(:search)) > 0
                          and (lower(coalesce(name, email, '')) collate "C", cast(id as text)) > (:key, :id)
                        order by lower(coalesce(name, email, '')) collate "C", cast(id as text)
                        limit :limit
                        """, Entry.class)
                .setParameter("search", search)
                .setParameter("key", after.key())
                .setParameter("id", after.id())
                .setParameter("limit", limit.rows() + 1)
                .getResultList();
        Page<Entry> page = Page.cut(found, limit, Entry::position);
        return new Page<>(page.rows().stream().map(Entry::view).toList(), page.next());
    }
}
