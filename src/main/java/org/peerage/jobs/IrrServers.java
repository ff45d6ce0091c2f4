package org.peerage.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whois servers of Internet routing registries (RFC 3912), which are asked whether as-sets exist. Only what a server says is proof: a
 * silent, slow or busy one proves nothing.
 *
 * @param servers are asked in this order until one answers
 */
public record IrrServers(List<InetSocketAddress> servers, Duration timeout) {
    private static final List<String> STANDARD = List.of("rr.ntt.net", "whois.radb.net");
    private static final int WHOIS_PORT = 43;
    private static final int MAX_ANSWER = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern NAME = Pattern.compile("(?im)^as-set:[ \\t]*(\\S+)[ \\t]*$");
    private static final Pattern SOURCE = Pattern.compile("(?im)^source:[ \\t]*([A-Za-z0-9-]+)");
    private static final Pattern NOTHING = Pattern.compile("(?im)^%+[ \\t]*(error:[0-9]+: )?no entries found");

    public IrrServers {
        servers = List.copyOf(servers);
    }

    /**
     * By the option {@code --irr}.
     *
     * @param option {@code off}; {@code public} for NTT's and RADB's servers; or hosts, with ports if they are others, and commas between
     */
    public static IrrServers of(String option) {
        return new IrrServers(
                switch (option) {
                    case "off", "" -> List.of();
                    case "public" -> STANDARD.stream().map(IrrServers::server).toList();
                    default ->
                        Stream.of(option.split(","))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .map(IrrServers::server)
                                .toList();
                },
                TIMEOUT);
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? InetSocketAddress.createUnresolved(text, WHOIS_PORT)
                : InetSocketAddress.createUnresolved(
                        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    public boolean isEmpty() {
        return servers.isEmpty();
    }

    /** What is known of an as-set. */
    public sealed interface Answer {
        /** It exists in these registries. */
        record FoundIn(Set<String> sources) implements Answer {
            public FoundIn {
                sources = Set.copyOf(sources);
            }
        }

        /** A server says that no registry has it. */
        record Missing() implements Answer {}

        record NotKnown() implements Answer {}
    }

    /** Asks for an as-set in all registries that a server has. */
    public Answer find(String name) throws InterruptedException {
        for (InetSocketAddress server : servers) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the job is to end");
            }
            try {
                Answer answer = read(ask(server, "-r -T as-set " + name + "\r\n"), name);
                if (!(answer instanceof Answer.NotKnown)) {
                    return answer;
                }
            } catch (IOException silent) {
                // The next one is asked.
            }
        }
        return new Answer.NotKnown();
    }

    private String ask(InetSocketAddress server, String query) throws IOException {
        int millis = (int) timeout.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHostString(), server.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(query.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(readAll(socket.getInputStream()), StandardCharsets.ISO_8859_1);
        }
    }

    /** The whole of an answer has to come in time, not each byte of it. */
    private byte[] readAll(InputStream in) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        byte[] answer = new byte[MAX_ANSWER];
        int length = 0;
        while (length < MAX_ANSWER) {
            int read = in.read(answer, length, MAX_ANSWER - length);
            if (read < 0) {
                return java.util.Arrays.copyOf(answer, length);
            }
            length += read;
            if (System.nanoTime() > end) {
                throw new IOException("too slow");
            }
        }
        throw new IOException("too long");
    }

    private static Answer read(String answer, String name) {
        Set<String> sources = new TreeSet<>();
        for (String object : answer.replace("\r", "").split("\n\n+", -1)) {
            Matcher of = NAME.matcher(object);
            Matcher source = SOURCE.matcher(object);
            if (of.find() && of.group(1).equalsIgnoreCase(name) && source.find()) {
                sources.add(source.group(1).toUpperCase(Locale.ROOT));
            }
        }
        if (!sources.isEmpty()) {
            return new Answer.FoundIn(sources);
        }
        return NOTHING.matcher(answer).find() ? new Answer.Missing() : new Answer.NotKnown();
    }
}
