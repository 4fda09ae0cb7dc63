package org.firstbell.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LocalPortTest {

    @Test
    void aFreePortIsFree() {
        assertThatCode(() -> LocalPort.free().requireFree("Keycloak", "keycloak.port"))
                .doesNotThrowAnyException();
    }

    @Test
    void aFreePortIsNoneThatAConnectionMayTakeBeforeItIsUsed() {
        assertThat(LocalPort.free().number()).isLessThan(32_768);
    }

    @Test
    void aFreePortIsGivenOnce() {
        assertThat(Stream.generate(LocalPort::free).limit(500)).doesNotHaveDuplicates();
    }

    @Test
    void aPortInUseIsNamedTogetherWithWhatMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> new LocalPort(taken.getLocalPort()).requireFree("Keycloak", "keycloak.port"))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + ", meant for Keycloak, is in use")
                    .hasMessageContaining("-Dkeycloak.port=");
        }
    }

    @Test
    void aPortInUseOnTheLoopbackAddressOnlyIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new LocalPort(taken.getLocalPort()).requireFree("Keycloak", "keycloak.port"))
                    .isInstanceOf(CannotRunException.class);
        }
    }

    @Test
    void aNumberThatIsNoPortIsRefused() {
        assertThatThrownBy(() -> new LocalPort(0)).isInstanceOf(CannotRunException.class);
        assertThatThrownBy(() -> new LocalPort(65_536)).isInstanceOf(CannotRunException.class);
    }

    @Test
    void isReachedUnderTheNameLocalhost() {
        assertThat(new LocalPort(8180).uri()).hasToString("http://localhost:8180");
    }
}
