package org.peerage.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that takes everything, from one client after the other, and keeps what it is told. */
public final class FakeSmtpServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Optional<SSLContext> encryption;
    private final StringBuilder inTheClear = new StringBuilder();
    private final StringBuilder encrypted = new StringBuilder();
    private final Thread thread;

    private FakeSmtpServer(Optional<SSLContext> encryption) throws IOException {
        this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.encryption = encryption;
        this.thread = Thread.ofVirtual().start(this::listen);
    }

    public static FakeSmtpServer start() throws IOException {
        return new FakeSmtpServer(Optional.empty());
    }

    /** One that offers STARTTLS (RFC 3207). */
    public static FakeSmtpServer startEncrypting(SSLContext encryption) throws IOException {
        return new FakeSmtpServer(Optional.of(encryption));
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The lines that anybody could read on the way; once it has ended. */
    public String inTheClear() {
        return inTheClear.toString();
    }

    /** The lines that nobody else could read; once it has ended. */
    public String encrypted() {
        return encrypted.toString();
    }

    @Override
    public void close() throws IOException {
        end();
    }

    /** Takes no more clients, and waits until it has heard the last. */
    public void end() throws IOException {
        listening.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                say(socket.getOutputStream(), "220 here");
                if (talk(socket, inTheClear, encryption.isPresent())) {
                    say(socket.getOutputStream(), "220 go on");
                    try (SSLSocket safe = (SSLSocket) encryption
                            .orElseThrow()
                            .getSocketFactory()
                            .createSocket(socket, null, socket.getPort(), true)) {
                        safe.setUseClientMode(false);
                        talk(safe, encrypted, false);
                    }
                }
            } catch (IOException gone) {
                // So is what the client did not say: tests look at what it did.
            }
        }
    }

    /** Until the client goes, or wants to be encrypted: then true. */
    private static boolean talk(Socket socket, StringBuilder heard, boolean encrypts) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.append(line).append('\n');
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(out, "250 taken");
                }
            } else if (line.startsWith("EHLO ")) {
                say(out, encrypts ? "250-here\r\n250-AUTH PLAIN\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN");
            } else if (line.startsWith("AUTH ")) {
                say(out, "235 welcome");
            } else if (line.equals("STARTTLS") && encrypts) {
                return true;
            } else if (line.equals("DATA")) {
                data = true;
                say(out, "354 go on");
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return false;
            } else {
                say(out, "250 fine");
            }
        }
        return false;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
