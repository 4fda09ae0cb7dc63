package org.firstbell.e2e.system;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.MountableFile;

/** Keycloak's published image with our provider built into it. */
final class KeycloakImage implements KeycloakInstallation {

    private static final String NAME = "firstbell/keycloak-for-tests";
    private static final String PROVIDER = "firstbell-provider.jar";
    private static final String HOME = "/opt/keycloak/";
    /** As much as the distribution gets; the container's own share depends on how large this machine is. */
    private static final String MEMORY = "-Xms64m -Xmx512m";

    private final Checkout checkout;
    private List<Path> realms = List.of();

    KeycloakImage(Checkout checkout) {
        this.checkout = checkout;
    }

    /** Docker keeps what it has built, and knows better than we when to build again. */
    @Override
    public boolean isBuilt() {
        return false;
    }

    @Override
    public void build(ProcessSlot slot, Path log) {
        new ImageFromDockerfile(NAME, false)
                .withFileFromPath(PROVIDER, checkout.providerJar())
                .withDockerfileFromBuilder(
                        image -> image.from("quay.io/keycloak/keycloak:" + checkout.keycloakVersion())
                                .copy(PROVIDER, HOME + "providers/")
                                .run(HOME + "bin/kc.sh build " + String.join(" ", BUILD_OPTIONS))
                                .build())
                .get();
    }

    @Override
    public void placeRealms(List<Path> files) {
        realms = List.copyOf(files);
    }

    @Override
    public Launch<?> server(List<String> options, Map<String, String> environment, Path log) {
        KeycloakContainer container = new KeycloakContainer(NAME)
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withOptimizedFlag()
                .withBootstrapAdminDisabled()
                .withNetworkMode("host")
                .withEnv(environment)
                .withEnv("JAVA_OPTS_APPEND", MEMORY)
                .withCreateContainerCmdModifier(this::shareFiles)
                .withLogConsumer(new ContainerLog(log))
                .waitingFor(new ContainerServer.NoWait());
        // On this machine's network, there is none to map.
        container.setExposedPorts(List.of());
        options.forEach(container::withCustomCommand);
        for (Path realm : realms) {
            container.withCopyFileToContainer(
                    MountableFile.forHostPath(realm, 0644), HOME + "data/import/" + realm.getFileName());
        }
        return new ContainerServer.Start("Keycloak", container, log);
    }

    /** Options name files that the tests have made or want to be written, by their paths on this machine. */
    private void shareFiles(CreateContainerCmd command) {
        String files = checkout.workDirectory().toString();
        command.getHostConfig().withBinds(new Bind(files, new Volume(files)));
    }
}
