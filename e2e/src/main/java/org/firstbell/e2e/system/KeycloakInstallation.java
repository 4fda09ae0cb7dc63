package org.firstbell.e2e.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Keycloak that our provider can be built into, and that then can be started any number of times. */
interface KeycloakInstallation {

    /** What Keycloak has to be built for, as in deploy/Dockerfile. Whether anything is traced is decided when it starts. */
    List<String> BUILD_OPTIONS = List.of(
            "--db=postgres",
            "--health-enabled=true",
            "--metrics-enabled=true",
            "--tracing-enabled=true",
            "--tracing-jdbc-enabled=false");

    /** Whether it is built already, with the very provider that Maven has packaged last. */
    boolean isBuilt();

    /**
     * Builds the provider into it.
     *
     * @param slot where a process that does so is to live
     * @param log where the output is appended
     */
    void build(ProcessSlot slot, Path log);

    /** Lays out the files of the realms that are imported at a start, if the database does not know them yet. */
    void placeRealms(List<Path> realms);

    /**
     * A server to start; more than one may run at a time.
     *
     * @param options as on the command line of {@code kc.sh start --optimized --import-realm}
     * @param environment in addition to what is there anyway
     * @param log where its output is appended
     */
    Launch<?> server(List<String> options, Map<String, String> environment, Path log);
}
