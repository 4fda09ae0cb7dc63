package org.firstbell.e2e.system;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the pieces of the system lie, once Maven has built them.
 *
 * @param root the project's root directory, absolute
 * @param version the project's version
 * @param keycloakVersion the version of the Keycloak distribution
 */
public record Checkout(Path root, String version, String keycloakVersion) {

    /**
     * The checkout that Maven is building, as the POM passes it on.
     *
     * @throws CannotRunException if this is no Maven build
     */
    public static Checkout fromSystemProperties() {
        return new Checkout(
                Path.of(required("firstbell.root")).toAbsolutePath().normalize(),
                required("firstbell.version"),
                required("firstbell.keycloak.version"));
    }

    Path providerJar() {
        return packaged(root.resolve("provider/target/firstbell-provider-" + version + ".jar"));
    }

    Path lmsApiJar() {
        return packaged(root.resolve("lms-api/target/quarkus-app/quarkus-run.jar"));
    }

    Path realmConfig() {
        return root.resolve("realm-config");
    }

    /** The distribution as it was published; never run, only copied. */
    Path keycloakDistribution() {
        return packaged(workDirectory().resolve("keycloak-dist").resolve("keycloak-" + keycloakVersion));
    }

    Path workDirectory() {
        return root.resolve("e2e/target");
    }

    private static Path packaged(Path path) {
        if (!Files.exists(path)) {
            throw new CannotRunException(path + " is missing; build everything first: ./mvnw package");
        }
        return path;
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new CannotRunException("The system property " + property
                    + " is missing; run through Maven: ./mvnw -Prun or ./mvnw verify");
        }
        return value;
    }
}
