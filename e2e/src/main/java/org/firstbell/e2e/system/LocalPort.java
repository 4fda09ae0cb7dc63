package org.firstbell.e2e.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * A port on this machine, reached by the name {@code localhost} only: the demo accounts' passwords are published.
 *
 * @param number 1 to 65535
 */
public record LocalPort(int number) {

    public LocalPort {
        if (number < 1 || number > 65_535) {
            throw new CannotRunException(number + " is no port; ports go from 1 to 65535.");
        }
    }

    /** A port that nobody listens on at this moment. */
    public static LocalPort free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new LocalPort(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            // A server on one of localhost's addresses only (127.0.0.1, ::1) is in the way as well.
            for (InetAddress address : InetAddress.getAllByName("localhost")) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(new InetSocketAddress(address, number), 1);
                }
            }
        } catch (IOException taken) {
            throw new CannotRunException(
                    "Port " + number + ", meant for " + user + ", is in use; stop what listens there or choose another"
                            + " one with -D" + property + "=<port>.",
                    taken);
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
