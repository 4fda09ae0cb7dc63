package org.firstbell.e2e.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port on this machine, reached by the name {@code localhost} only: the demo accounts' passwords are published.
 *
 * @param number 1 to 65535
 */
public record LocalPort(int number) {

    private static final int FIRST_FREE = 20_000;

    /** From here on Linux gives ports to whoever connects to something; other systems begin later. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private static final int TRIES = 10_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    public LocalPort {
        if (number < 1 || number > 65_535) {
            throw new CannotRunException(number + " is no port; ports go from 1 to 65535.");
        }
    }

    /**
     * A port that nobody listens on at this moment, and that nobody else is given here. It stays free until somebody listens on
     * it, however late, as connections do not take it for their own end.
     */
    public static LocalPort free() {
        return ThreadLocalRandom.current()
                .ints(TRIES, FIRST_FREE, FIRST_EPHEMERAL)
                .filter(GIVEN::add)
                .mapToObj(LocalPort::new)
                .filter(LocalPort::isFree)
                .findFirst()
                .orElseThrow(() -> new CannotRunException("No port is free on this machine."));
    }

    private boolean isFree() {
        try {
            bind();
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Checks that nobody listens on this port.
     *
     * @param user who is going to listen there, for the message
     * @param property the system property that moves it, for the message
     * @throws CannotRunException if somebody does
     */
    public void requireFree(String user, String property) {
        try {
            bind();
        } catch (IOException taken) {
            throw new CannotRunException(
                    "Port " + number + ", meant for " + user + ", is in use; stop what listens there or choose another"
                            + " one with -D" + property + "=<port>.",
                    taken);
        }
    }

    /** Listens for a moment. A server on one of localhost's addresses only (127.0.0.1, ::1) is in the way as well. */
    private void bind() throws IOException {
        for (InetAddress address : InetAddress.getAllByName("localhost")) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(address, number), 1);
            }
        }
    }

    public URI uri() {
        return URI.create("http://localhost:" + number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
