package org.firstbell.e2e.claim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that takes no mail, and counts who tries to send some. */
final class SmtpListener implements AutoCloseable {

    private final AtomicInteger callers = new AtomicInteger();
    private final ServerSocket socket;

    SmtpListener() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::listen, "smtp-listener");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many times a mail was about to be sent. */
    int callers() {
        return callers.get();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                callers.incrementAndGet();
                caller.close();
            } catch (IOException closed) {
                // By close(), which ends the loop, or by a caller who has hung up.
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
