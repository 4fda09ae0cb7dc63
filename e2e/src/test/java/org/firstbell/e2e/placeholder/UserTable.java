package org.firstbell.e2e.placeholder;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The users of one realm in Keycloak's database. */
public final class UserTable implements AutoCloseable {

    /** How the addresses of those begin who are made to be measured. */
    static final String MEASURED = "measured";

    private static final List<String> DETAILS = List.of(
            "user_role_mapping", "user_attribute", "user_required_action", "user_group_membership", "credential");

    private final Connection connection;
    private final String realmId;

    private UserTable(Connection connection, String realmId) {
        this.connection = connection;
        this.realmId = realmId;
    }

    /** The table, through a connection that is closed with it. */
    public static UserTable of(Connection connection, String realmId) {
        return new UserTable(connection, realmId);
    }

    /**
     * Adds placeholders in one statement, with the rows that Keycloak would write for them, and lets the database look at
     * how many there are now if they are not to be measured.
     *
     * @param prefix of their addresses, before a number
     */
    public void fill(String prefix, int count) throws SQLException {
        execute("""
            with made as (
                insert into user_entity
                    (id, username, email, email_constraint, email_verified, enabled, realm_id, created_timestamp,
                     last_modified_timestamp, not_before)
                select gen_random_uuid(), address, address, address, false, false, realm, now_millis, now_millis, 0
                from (select ?::text || n || '@school.example' as address, ?::text as realm,
                          (extract(epoch from now()) * 1000)::bigint as now_millis
                      from generate_series(1, ?) n) people
                returning id, realm_id),
            marked as (
                insert into user_attribute (id, user_id, name, value)
                select gen_random_uuid(), id, 'firstbell.placeholder', 'google' from made)
            insert into user_role_mapping (user_id, role_id)
            select made.id, realm.default_role from made join realm on realm.id = made.realm_id
            """, prefix, realmId, count);
        if (!prefix.equals(MEASURED)) {
            tidy();
        }
    }

    /** Removes whoever was made to be measured; returns how many had all that belongs to a placeholder. */
    int clearMeasured() throws SQLException {
        // A database that still believes the table to be empty counts by comparing everybody with everybody.
        tidy();
        int complete = countComplete();
        clear(MEASURED + "%");
        return complete;
    }

    /** Removes everybody. */
    void clear() throws SQLException {
        clear("%@school.example");
        tidy();
    }

    private int countComplete() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            select count(*) from user_entity u
            join user_attribute a on a.user_id = u.id and a.name = 'firstbell.placeholder' and a.value = 'google'
            join realm r on r.id = u.realm_id
            join user_role_mapping m on m.user_id = u.id and m.role_id = r.default_role
            where u.realm_id = ? and u.username like ? and not u.enabled
            """)) {
            statement.setString(1, realmId);
            statement.setString(2, MEASURED + "%");
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }

    private void clear(String usernames) throws SQLException {
        for (String detail : DETAILS) {
            execute(
                    "delete from " + detail
                            + " where user_id in (select id from user_entity where realm_id = ? and username like ?)",
                    realmId,
                    usernames);
        }
        execute("delete from user_entity where realm_id = ? and username like ?", realmId, usernames);
    }

    private void tidy() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze user_entity, user_attribute, user_role_mapping");
        }
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
