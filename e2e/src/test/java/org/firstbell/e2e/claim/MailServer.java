package org.firstbell.e2e.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A mail server that takes every mail, and lets anybody read it: as much of SMTP (RFC 5321) as Keycloak speaks. */
final class MailServer implements AutoCloseable {

    private static final Pattern LINK = Pattern.compile("http://\\S+/login-actions/action-token\\?[^\\s\"<]+");

    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;

    MailServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::listen, "mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A mail.
     *
     * @param to the command that names the recipient
     * @param data headers and body
     */
    private record Mail(String to, String data) {

        /** Undoes the encoding of long lines (quoted-printable, RFC 2045, section 6.7), as far as links need it. */
        String text() {
            return data.replace("=\n", "").replace("=3D", "=");
        }
    }

    /** Makes this the server of a realm file, and lets people of the realm forget their passwords. */
    void serve(ObjectNode realm) {
        realm.put("resetPasswordAllowed", true);
        realm.withObject("/smtpServer")
                .put("host", "localhost")
                .put("port", Integer.toString(socket.getLocalPort()))
                .put("from", "keycloak@school.example");
    }

    /** The links in the mails to an address, oldest first, which do what Keycloak sent the mail for. */
    List<URI> linksTo(String address) {
        return mails.stream()
                .filter(mail -> mail.to().contains("<" + address + ">"))
                .flatMap(mail -> Stream.of(LINK.matcher(mail.text())).filter(Matcher::find))
                .map(link -> URI.create(link.group()))
                .toList();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                serve(caller);
            } catch (IOException closed) {
                // By close(), which ends the loop, or by a caller who has hung up.
            }
        }
    }

    private void serve(Socket caller) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8));
        OutputStream out = caller.getOutputStream();
        String recipient = "";
        String command = "";
        reply(out, "220 ready");
        while (!command.startsWith("QUIT")) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("RCPT TO")) {
                recipient = line;
            }
            if (command.startsWith("DATA")) {
                reply(out, "354 go ahead");
                mails.add(new Mail(
                        recipient,
                        Stream.generate(() -> readLine(in))
                                .takeWhile(text -> !text.equals("."))
                                .collect(joining("\n"))));
            }
            reply(out, "250 ok");
        }
    }

    private static String readLine(BufferedReader in) {
        try {
            String line = in.readLine();
            return line == null ? "." : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reply(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
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
