package org.firstbell.lms.person;

import static java.time.ZoneOffset.UTC;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/** Everybody who has been here. */
@ApplicationScoped
public class People {

    private static final String ADD = """
            insert into person (id, email, name, as_of, created_at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """;

    private static final String LOCK_AND_ADD = """
            insert into person (id, email, name, as_of, created_at)
            select ?, ?, ?, ?, ? from pg_advisory_xact_lock(?, ?)
            on conflict do nothing
            """;

    private final StatelessSession session;
    private final DataSource database;
    private final Clock clock;

    People(StatelessSession session, DataSource database, Clock clock) {
        this.session = session;
        this.database = database;
        this.clock = clock;
    }

    /** Whether somebody has been here. */
    public enum Acquaintance {
        STRANGER,
        KNOWN,
        PURGED
    }

    /**
     * A row as it is in the database.
     *
     * @param email null if no address is proven, or once it has moved to somebody else
     * @param asOf when the realm said what the row says
     */
    public record Row(UUID id, String email, String name, Instant asOf, boolean purged) {}

    @Transactional
    public Acquaintance acquaintanceWith(UUID id) {
        return SingleColumn.query(session, "select purged_at is not null from person where id = :id", Boolean.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(purged -> purged ? Acquaintance.PURGED : Acquaintance.KNOWN)
                .orElse(Acquaintance.STRANGER);
    }

    /** {@return the person, or empty for somebody who has never been here or whose account was deleted} */
    @Transactional
    public Optional<PersonView> find(UUID id) {
        return session.createSelectionQuery("from Person where id = :id and purgedAt is null", Person.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(People::view);
    }

    /** {@return whoever holds the address now; stays true only while the caller holds the lock of the address} */
    @Transactional
    public Optional<PersonView> holderOf(EmailAddress address) {
        return session.createSelectionQuery("from Person where email = :email", Person.class)
                .setParameter("email", address.value())
                .uniqueResultOptional()
                .map(People::view);
    }

    /**
     * Locks and reads the row of a person and the row of whoever holds an address: two rows, one, or none.
     *
     * <p>Always in the order of their ids, so that two people who swap addresses at one moment do not wait for each other.
     *
     * @param address null for none
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Row> lock(UUID id, EmailAddress address) {
        return session.createNativeQuery("""
                        select id, email, name, as_of, purged_at is not null as purged
                        from person where id = :id or email = :email order by id for update
                        """, Row.class)
                .setParameter("id", id)
                .setParameter("email", address == null ? null : address.value(), String.class)
                .getResultList();
    }

    /**
     * Takes the {@link AddressLocks lock} of an address and writes down somebody of whom nothing is known, if nobody holds
     * it.
     *
     * <p>One statement may do both: what it runs into is what is there once it has the lock, whatever its snapshot says. To
     * read as well would take a second one.
     *
     * @param address null for none; then nothing is locked
     * @return whether that was so; else nothing is written
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean add(UUID id, EmailAddress address, String name, Instant asOf) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(address == null ? ADD : LOCK_AND_ADD)) {
            insert.setObject(1, id);
            insert.setString(2, address == null ? null : address.value());
            insert.setString(3, name);
            insert.setObject(4, asOf.atOffset(UTC));
            insert.setObject(5, clock.instant().atOffset(UTC));
            if (address != null) {
                insert.setInt(6, AddressLocks.NAMESPACE);
                insert.setInt(7, AddressLocks.stripe(address));
            }
            return insert.executeUpdate() > 0;
        } catch (SQLException e) {
            throw new IllegalStateException("user %s cannot be written down".formatted(id), e);
        }
    }

    /** Takes an address from whoever holds it; they stay, and keep what they have been given. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void release(EmailAddress address) {
        session.createNativeMutationQuery("update person set email = null where email = :email")
                .setParameter("email", address.value())
                .executeUpdate();
    }

    /** Writes down what the realm says about somebody, whether or not they have been here before. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void save(UUID id, String email, String name, Instant asOf) {
        session.createNativeMutationQuery("""
                        insert into person (id, email, name, as_of, created_at)
                        values (:id, :email, :name, :asOf, :now)
                        on conflict (id) do update
                        set email = excluded.email, name = excluded.name, as_of = excluded.as_of
                        where person.purged_at is null and person.as_of <= excluded.as_of
                        """)
                .setParameter("id", id)
                .setParameter("email", email, String.class)
                .setParameter("name", name, String.class)
                .setParameter("asOf", asOf)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /** Forgets everything personal about somebody and keeps their id, also if they have never been here. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void purge(UUID id) {
        session.createNativeMutationQuery("""
                        insert into person (id, as_of, created_at, purged_at) values (:id, :now, :now, :now)
                        on conflict (id) do update set email = null, name = null, as_of = :now, purged_at = :now
                        """)
                .setParameter("id", id)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    private static PersonView view(Person person) {
        return new PersonView(person.email, person.id, person.name);
    }
}
