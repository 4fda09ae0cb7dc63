package org.firstbell.lms.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The line between the API and its database, which a test may cut. */
public final class DatabaseLine implements AutoCloseable {

    private final InetSocketAddress database;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket entrance;

    DatabaseLine(int databasePort) {
        database = new InetSocketAddress(InetAddress.getLoopbackAddress(), databasePort);
        entrance = listen(0);
        port = entrance.getLocalPort();
    }

    int port() {
        return port;
    }

    /** Ends every connection, and refuses new ones. */
    public synchronized void cut() {
        closeQuietly(entrance);
        open.forEach(DatabaseLine::closeQuietly);
    }

    public synchronized void restore() {
        if (entrance.isClosed()) {
            entrance = listen(port);
        }
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }

    private ServerSocket listen(int at) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
            threads.execute(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException cut) {
            // No more connections until the line is restored.
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        server.connect(database);
        for (Socket end : new Socket[] {client, server}) {
            end.setTcpNoDelay(true);
            open.add(end);
        }
        threads.execute(() -> copy(client, server));
        threads.execute(() -> copy(server, client));
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // As a connection does.
        } finally {
            open.remove(from);
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception closedAlready) {
            // Which is all that is wanted.
        }
    }
}
