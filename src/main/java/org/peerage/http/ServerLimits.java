package org.peerage.http;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What a stranger may hold open or send.
 *
 * @param connections of all clients; above, the connection that has been idle for longest makes room
 * @param connectionsPerAddress of one IPv4 address or IPv6 /64; proxies that are trusted are exempt
 * @param headTime until the head of a request is whole, the TLS handshake is done, or the PROXY header is there
 * @param idleTime without a request
 * @param bodyTime without a byte of a body that is waited for, or with so few that the rate is below {@link #MIN_BYTES_PER_SECOND}
 * @param writeTime without a byte taken of a response, likewise
 * @param lingerTime that a connection is read on after its last response, when the client still sends
 * @param heldBytes of responses that wait for clients to read them, small ones too, beyond those that many share
 * @param streams of one HTTP/2 connection at once
 * @param unfinishedPerConnection HTTP/2 requests of a connection whose response is not made yet, those it reset among them
 * @param unfinished of all HTTP/2 connections; above, only connections with few of them get more
 */
record ServerLimits(
        int connections,
        int connectionsPerAddress,
        Duration headTime,
        Duration idleTime,
        Duration bodyTime,
        Duration writeTime,
        Duration lingerTime,
        long heldBytes,
        int streams,
        int unfinishedPerConnection,
        int unfinished) {
    /** At which a client has to send a body that is waited for, and to take its responses. */
    static final int MIN_BYTES_PER_SECOND = 240;

    /** Bytes of a request line, and of all header lines together. */
    static final int MAX_REQUEST_LINE = 64 * 1024;

    static final int MAX_HEADERS = 64 * 1024;

    /** Bytes of a request body that wait to be read, before no more is taken off the connection. */
    static final int BODY_WINDOW = 64 * 1024;

    /** Bytes of requests that wait for their turn, before no more is taken off the connection. */
    static final int PIPELINE_WINDOW = 16 * 1024;

    /** Requests of one connection that are answered before others get their turn. */
    static final int MAX_PER_TURN = 64;

    /** Bytes of a body that nobody read which are passed over so that the connection can go on. */
    static final int MAX_DISCARDED = 64 * 1024;

    /** Bytes that are read and dropped after the last response. */
    static final long MAX_LINGERING = 16L * 1024 * 1024;

    static final ServerLimits STANDARD = new ServerLimits(
            4096,
            1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            128L * 1024 * 1024,
            128,
            512,
            16_384);

    /** How often connections are looked at: often enough for the shortest of these times. */
    Duration checkInterval() {
        return Collections.min(List.of(headTime, idleTime, bodyTime, writeTime, lingerTime))
                .dividedBy(5);
    }
}
