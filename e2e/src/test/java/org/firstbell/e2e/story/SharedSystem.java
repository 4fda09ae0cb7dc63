package org.firstbell.e2e.story;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.operation.OtlpReceiver;
import org.firstbell.e2e.operation.StructuredLogs;
import org.firstbell.e2e.peer.FireAndForgetJar;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.Containers;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.LocalPort;
import org.firstbell.e2e.system.Origin;
import org.firstbell.e2e.system.ThisMachine;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the system for the first story that asks for it; JUnit closes it at the end of the test run. */
final class SharedSystem implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedSystem.class);
    /** Where times are measured, the servers run as they do at schools. */
    private static final boolean MEASURED = System.getProperty("bench.scale") != null;

    private static final Set<Class<?>> SHARED =
            Set.of(FirstbellSystem.class, PlayedGoogle.class, OtlpReceiver.class, StructuredLogs.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == School.class || SHARED.contains(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store shared = context.getRoot().getStore(NAMESPACE);
        PlayedGoogle google = shared.computeIfAbsent(PlayedGoogle.class, key -> startGoogle(), PlayedGoogle.class);
        OtlpReceiver traces = shared.computeIfAbsent(OtlpReceiver.class, key -> new OtlpReceiver(), OtlpReceiver.class);
        StructuredLogs logs = shared.computeIfAbsent(
                StructuredLogs.class, key -> StructuredLogs.inADirectory(), StructuredLogs.class);
        FirstbellSystem system = shared.computeIfAbsent(
                FirstbellSystem.class, key -> start(google, traces, logs), FirstbellSystem.class);
        Class<?> type = parameter.getParameter().getType();
        return type == School.class ? new School(system) : shared.get(type);
    }

    private static PlayedGoogle startGoogle() {
        return PlayedGoogle.start(workDirectory().resolve("google"));
    }

    private static FirstbellSystem start(PlayedGoogle google, OtlpReceiver traces, StructuredLogs logs) {
        List<String> keycloakOptions = new ArrayList<>(google.keycloakOptions());
        Map<String, String> lmsEnvironment = new HashMap<>();
        if (!MEASURED) {
            watch(traces, logs, keycloakOptions, lmsEnvironment);
        }
        return FirstbellSystem.start(
                Checkout.fromSystemProperties(),
                origin(),
                "stories",
                LocalPort.free(),
                LocalPort.free(),
                keycloakOptions,
                lmsEnvironment,
                (part, took) -> {});
    }

    private static Origin origin() {
        if (Boolean.getBoolean("firstbell.containers")) {
            return new Containers();
        }
        return MEASURED
                ? new ThisMachine(List.of(FireAndForgetJar.in(workDirectory())), Map.of())
                : new ThisMachine(List.of(), StatementCounter.POSTGRES_SETTINGS);
    }

    private static Path workDirectory() {
        return Checkout.fromSystemProperties().root().resolve("e2e/target");
    }

    /** Traces, logs as JSON, and a sweep that stories need not wait for. */
    private static void watch(
            OtlpReceiver traces,
            StructuredLogs logs,
            List<String> keycloakOptions,
            Map<String, String> lmsEnvironment) {
        keycloakOptions.addAll(traces.keycloakOptions());
        keycloakOptions.addAll(logs.keycloakOptions());
        keycloakOptions.add("--spi-authenticator--firstbell-claim-placeholder--sweep-interval-seconds=1");
        lmsEnvironment.putAll(traces.lmsEnvironment());
        lmsEnvironment.putAll(logs.lmsEnvironment());
    }
}
