package org.firstbell.lms.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Set;
import org.firstbell.address.EmailAddress;
import org.firstbell.lms.sql.SingleColumn;
import org.hibernate.StatelessSession;

/**
 * One lock for each address, held until the transaction ends: whoever grants to an address, takes back from it, or attaches
 * what waits for it, goes first or second, never at once, on whatever instance.
 *
 * <p>Addresses share 1,024 locks. PostgreSQL keeps the advisory locks of all transactions in one table, which with its
 * default settings overflows between 12,000 and 15,000 of them: with two lists of 10,000 addresses at once. Two addresses
 * on one lock merely wait for each other.
 */
@ApplicationScoped
public class AddressLocks {

    private static final int STRIPES = 1_024;

    /** Keeps our locks apart from whatever else takes advisory locks in the same database. */
    static final int NAMESPACE = 0xF1857BE1;

    private final StatelessSession session;

    AddressLocks(StatelessSession session) {
        this.session = session;
    }

    /**
     * Waits for the lock of an address. What is read afterwards, in a statement of its own, is what earlier holders wrote.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lock(EmailAddress address) {
        lock(Set.of(address));
    }

    /** As {@link #lock(EmailAddress)}, for all of them; always in one order, so that two lists never wait in a circle. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lock(Collection<EmailAddress> addresses) {
        Integer[] stripes =
                addresses.stream().map(AddressLocks::stripe).distinct().sorted().toArray(Integer[]::new);
        SingleColumn.query(
                        session,
                        "select count(pg_advisory_xact_lock(:namespace, stripe)) from unnest(:stripes) as stripe",
                        Long.class)
                .setParameter("namespace", NAMESPACE)
                .setParameter("stripes", stripes)
                .getSingleResult();
    }

    /** As {@link #lock(EmailAddress)}, for every address there is; nobody is given anything until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void lockAll() {
        SingleColumn.query(
                        session,
                        "select count(pg_advisory_xact_lock(:namespace, stripe)) from generate_series(0, :last) as stripe",
                        Long.class)
                .setParameter("namespace", NAMESPACE)
                .setParameter("last", STRIPES - 1)
                .getSingleResult();
    }

    static int stripe(EmailAddress address) {
        int hash = address.value().hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }
}
