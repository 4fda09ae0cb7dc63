package org.firstbell.e2e.system;

/**
 * Everything of ours that runs beside this JVM, and is not to outlive it.
 *
 * <p>Stops the LMS API first and PostgreSQL last, so that nobody loses the server it relies on. Ctrl-C in a terminal
 * reaches the child processes as well as us, which does no harm.
 */
record Processes(
        DatabaseServer postgres,
        ProcessSlot keycloak,
        ProcessSlot anotherKeycloak,
        ProcessSlot lms,
        ProcessSlot anotherLms)
        implements AutoCloseable {

    static Processes endingWithTheJvm(DatabaseServer postgres) {
        Processes processes =
                new Processes(postgres, new ProcessSlot(), new ProcessSlot(), new ProcessSlot(), new ProcessSlot());
        // Stays registered after close(): closing again does nothing.
        Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "stop-firstbell"));
        return processes;
    }

    @Override
    public void close() {
        try (postgres;
                keycloak;
                anotherKeycloak;
                lms;
                anotherLms) {
            // try-with-resources closes in the reverse order, and goes on if one of them fails.
        }
    }
}
