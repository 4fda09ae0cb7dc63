package org.firstbell.e2e.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The Keycloak distribution with our provider built into it.
 *
 * <p>Building takes about half a minute; the result is kept, and used as long as the providers' jars, Keycloak's version
 * and the build options stay the same.
 */
final class KeycloakDistribution implements KeycloakInstallation {

    /** The build ends before Java's thorough compiler pays: without it, it takes little more than half of the CPU time. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final Duration TIME_TO_BUILD = Duration.ofMinutes(10);
    private static final String BUILT = "firstbell-built";

    private final Checkout checkout;
    private final List<Path> furtherProviders;
    private final Path home;

    /** @param furtherProviders jars to be built in beside ours */
    KeycloakDistribution(Checkout checkout, List<Path> furtherProviders) {
        this.checkout = checkout;
        this.furtherProviders = furtherProviders;
        this.home = checkout.workDirectory().resolve("keycloak").resolve(fingerprint());
    }

    @Override
    public boolean isBuilt() {
        return Files.exists(home.resolve(BUILT));
    }

    /** Builds the distribution, in place of what was built from other ingredients. */
    @Override
    public void build(ProcessSlot slot, Path log) {
        try {
            Directories.delete(home.getParent());
            Directories.copy(checkout.keycloakDistribution(), home);
            Files.copy(checkout.providerJar(), home.resolve("providers/firstbell-provider.jar"));
            for (Path jar : furtherProviders) {
                Files.copy(jar, home.resolve("providers").resolve(jar.getFileName()));
            }
            List<String> arguments = new ArrayList<>(List.of("build"));
            arguments.addAll(BUILD_OPTIONS);
            slot.start(command("Keycloak's build", List.of(QUICK_COMPILER), arguments, Map.of(), log))
                    .awaitSuccess(TIME_TO_BUILD);
            // Last, so that a build that was interrupted is not taken for a finished one.
            Files.createFile(home.resolve(BUILT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void placeRealms(List<Path> realms) {
        Path imports = home.resolve("data/import");
        try {
            Directories.delete(imports);
            Files.createDirectories(imports);
            for (Path realm : realms) {
                Files.copy(realm, imports.resolve(realm.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Launch<?> server(List<String> options, Map<String, String> environment, Path log) {
        List<String> arguments = new ArrayList<>(List.of("start", "--optimized", "--import-realm"));
        arguments.addAll(options);
        return command("Keycloak", List.of(), arguments, environment, log);
    }

    /**
     * A command that ends by itself, such as {@code export}, on the build that is there.
     *
     * @param arguments as on the command line of {@code kc.sh}
     */
    ChildProcess.Command offline(List<String> arguments, Map<String, String> environment, Path log) {
        return command("Keycloak's " + arguments.get(0), List.of(QUICK_COMPILER), arguments, environment, log);
    }

    /**
     * Keycloak's own command line, with the options that {@code bin/kc.sh} gives Java.
     *
     * <p>The script is left out: it runs Java as a child of its own, so that killing what we started would not kill
     * Keycloak, and there is another one for Windows.
     */
    private ChildProcess.Command command(
            String name, List<String> javaOptions, List<String> arguments, Map<String, String> environment, Path log) {
        List<String> line = new ArrayList<>(List.of(
                ChildProcess.Command.java(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:MetaspaceSize=96M",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseG1GC",
                "-XX:FlightRecorderOptions=stackdepth=512",
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-Dsun.err.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Djava.security.egd=file:/dev/urandom",
                "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
                "-Duser.language=en",
                "-Duser.country=US",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dquarkus-log-max-startup-records=10000",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        line.addAll(1, javaOptions);
        line.addAll(arguments);
        return new ChildProcess.Command(name, line, environment, home, log);
    }

    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(checkout.providerJar()));
            for (Path jar : furtherProviders) {
                digest.update(Files.readAllBytes(jar));
            }
            digest.update(checkout.keycloakVersion().getBytes(UTF_8));
            digest.update(BUILD_OPTIONS.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
