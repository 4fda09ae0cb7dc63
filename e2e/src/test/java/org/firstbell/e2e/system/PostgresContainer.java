package org.firstbell.e2e.system;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.firstbell.e2e.client.Patience;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container, on a port of this machine that stays the same when it is restarted. */
final class PostgresContainer implements DatabaseServer {

    /** That of compose.yaml. */
    static final String IMAGE = "postgres:18.6-trixie";

    private static final Patience PATIENCE = Patience.of(Duration.ofMinutes(2));

    private final LocalPort port = LocalPort.free();
    private final PostgreSQLContainer container;

    PostgresContainer(Path log) {
        container = new PostgreSQLContainer(IMAGE)
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withCreateContainerCmdModifier(this::publish)
                .withLogConsumer(new ContainerLog(log));
    }

    private void publish(CreateContainerCmd command) {
        Binding binding = Binding.bindIpAndPort("127.0.0.1", port.number());
        command.getHostConfig()
                .withPortBindings(new PortBinding(binding, ExposedPort.tcp(PostgreSQLContainer.POSTGRESQL_PORT)));
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .restartContainerCmd(container.getContainerId())
                .exec();
        PATIENCE.await("PostgreSQL after its restart", this::answers);
    }

    private Optional<PostgresContainer> answers() {
        try {
            connect().close();
            return Optional.of(this);
        } catch (SQLException notYet) {
            return Optional.empty();
        }
    }

    @Override
    public int port() {
        return port.number();
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/postgres", container.getUsername(), container.getPassword());
    }

    @Override
    public void close() {
        container.stop();
    }
}
