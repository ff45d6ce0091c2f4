package org.peerage.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback address that nobody listens on. */
final class FreePort {
    private static final int TRIES = 100;

    private FreePort() {}

    /**
     * The first free one after a port. Who takes it before it is used gets the server refused, with a message that names the option
     * to choose another.
     */
    static int nextTo(int port) {
        int last = Math.min(port + TRIES, 0xFFFF);
        for (int candidate = port + 1; port > 0 && candidate <= last; candidate++) {
            if (isFree(candidate)) {
                return candidate;
            }
        }
        return any();
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
