package org.firstbell.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.firstbell.e2e.client.JsonHttp;
import org.firstbell.e2e.story.EndToEnd;
import org.firstbell.e2e.story.School;
import org.firstbell.e2e.system.FirstbellSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@EndToEnd
@ResourceLock(School.LOCK)
final class KubernetesProbesIT {

    private final FirstbellSystem system;

    KubernetesProbesIT(FirstbellSystem system) {
        this.system = system;
    }

    @Test
    void areAnsweredByTheLmsApi() {
        assertThat(KubernetesManifestsTest.probes())
                .hasSize(3)
                .allSatisfy(path -> assertThat(new JsonHttp()
                                .send("GET", system.lms().uri().resolve(path), Optional.empty(), Optional.empty())
                                .status())
                        .isEqualTo(200));
    }
}
