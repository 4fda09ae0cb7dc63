package org.firstbell.keycloak.delivery;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A real PostgreSQL with the outbox's table, made by the change log that Keycloak runs. */
final class OutboxDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final EntityManagerFactory entities;

    private OutboxDatabase(EmbeddedPostgres postgres, EntityManagerFactory entities) {
        this.postgres = postgres;
        this.entities = entities;
    }

    static OutboxDatabase start() {
        return startAtChange(Integer.MAX_VALUE);
    }

    /** A table as it was after the first so many changes. */
    static OutboxDatabase startAtChange(int changes) {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            migrate(postgres, changes);
            return new OutboxDatabase(
                    postgres,
                    new HibernatePersistenceConfiguration("outbox")
                            .managedClass(DeliveryEntity.class)
                            .jdbcUrl(postgres.getJdbcUrl("postgres", "postgres"))
                            .createEntityManagerFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the changes that are missing. */
    void upgrade() {
        migrate(postgres, Integer.MAX_VALUE);
    }

    private static void migrate(EmbeddedPostgres postgres, int changes) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            new Liquibase(
                            "META-INF/firstbell-changelog.xml",
                            new ClassLoaderResourceAccessor(),
                            DatabaseFactory.getInstance()
                                    .findCorrectDatabaseImplementation(new JdbcConnection(connection)))
                    .update(changes, new Contexts(), new LabelExpression());
        } catch (SQLException | LiquibaseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does some work in a transaction of its own. */
    <T> T inOutbox(Function<Outbox, T> work) {
        return entities.callInTransaction(manager -> work.apply(new Outbox(manager)));
    }

    void empty() {
        execute("delete from firstbell_delivery");
    }

    void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many rows of the table, and entries of its indexes, PostgreSQL reads for some work. */
    long rowsRead(Runnable work) {
        long before = rowsRead();
        work.run();
        // In the connection that did the work, which otherwise tells what it has read a second later.
        entities.runInTransaction(
                manager -> manager.createNativeQuery("select cast(pg_stat_force_next_flush() as text)")
                        .getResultList());
        return rowsRead() - before;
    }

    private long rowsRead() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery(
                    "select seq_tup_read + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes)"
                            + " from pg_stat_user_tables where relname = 'firstbell_delivery'")) {
                result.next();
                return result.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        entities.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
