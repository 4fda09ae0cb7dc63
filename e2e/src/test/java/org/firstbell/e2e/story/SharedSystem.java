package org.firstbell.e2e.story;

import java.util.ArrayList;
import java.util.List;
import org.firstbell.e2e.google.PlayedGoogle;
import org.firstbell.e2e.system.Checkout;
import org.firstbell.e2e.system.FirstbellSystem;
import org.firstbell.e2e.system.LocalPort;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the system for the first story that asks for it; JUnit closes it at the end of the test run. */
final class SharedSystem implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedSystem.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == School.class || type == FirstbellSystem.class || type == PlayedGoogle.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store shared = context.getRoot().getStore(NAMESPACE);
        PlayedGoogle google = shared.computeIfAbsent(PlayedGoogle.class, key -> startGoogle(), PlayedGoogle.class);
        FirstbellSystem system =
                shared.computeIfAbsent(FirstbellSystem.class, key -> start(google), FirstbellSystem.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == PlayedGoogle.class) {
            return google;
        }
        return type == School.class ? new School(system) : system;
    }

    private static PlayedGoogle startGoogle() {
        return PlayedGoogle.start(Checkout.fromSystemProperties().root().resolve("e2e/target/google"));
    }

    private static FirstbellSystem start(PlayedGoogle google) {
        List<String> keycloakOptions = new ArrayList<>(google.keycloakOptions());
        keycloakOptions.add("--spi-authenticator--firstbell-claim-placeholder--sweep-interval-seconds=1");
        return FirstbellSystem.start(
                Checkout.fromSystemProperties(),
                "stories",
                LocalPort.free(),
                LocalPort.free(),
                keycloakOptions,
                (part, took) -> {});
    }
}
