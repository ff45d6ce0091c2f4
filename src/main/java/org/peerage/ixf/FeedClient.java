package org.peerage.ixf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.peerage.trace.Tracing;

/**
 * Fetches feeds, politely: one request per host at a time. The address that is connected to is the one that was checked, so
 * that a name which changes its address in between (DNS rebinding) reaches nothing that others may not reach.
 */
public final class FeedClient {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_ADDRESSES = 3;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final Duration TOTAL = Duration.ofMinutes(2);

    private final FeedAddresses addresses;
    private final FeedAddresses.Resolver resolver;
    private final Duration total;
    private final Map<String, ReentrantLock> hosts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ixf-deadlines").factory());

    public FeedClient(FeedAddresses addresses) {
        this(addresses, InetAddress::getAllByName, TOTAL);
    }

    FeedClient(FeedAddresses addresses, FeedAddresses.Resolver resolver, Duration total) {
        this.addresses = addresses;
        this.resolver = resolver;
        this.total = total;
    }

    /**
     * What we have of a feed already.
     *
     * @param etag empty: none
     * @param lastModified empty: none
     */
    public record Known(String etag, String lastModified) {
        public static final Known NOTHING = new Known("", "");
    }

    /** Asks for a feed; never fails. */
    public Fetched fetch(String url, Known known) {
        if (url.isBlank()) {
            return new Fetched.Failed("IX-F import url not specified");
        }
        long deadline = System.nanoTime() + total.toNanos();
        try {
            URI place = new URI(url.strip());
            for (int i = 0; i <= MAX_REDIRECTS; i++) {
                FeedResponse response = askAsSpan(place, known, deadline);
                if (!response.isRedirect()) {
                    return fetched(response);
                }
                place = place.resolve(new URI(response.location()));
            }
            return new Fetched.Failed("More than " + MAX_REDIRECTS + " redirects");
        } catch (URISyntaxException unreadable) {
            return new Fetched.Failed("Not a URL: " + unreadable.getInput());
        } catch (Refused refused) {
            return new Fetched.Failed(String.valueOf(refused.getMessage()));
        } catch (UnknownHostException unknown) {
            return new Fetched.Failed("The host's name cannot be resolved: " + unknown.getMessage());
        } catch (SocketTimeoutException slow) {
            return new Fetched.Failed("The server did not answer in time: " + slow.getMessage());
        } catch (IOException failure) {
            return new Fetched.Failed(
                    System.nanoTime() >= deadline
                            ? "The server did not send the document within " + total.toSeconds() + " seconds"
                            : String.valueOf(failure.getMessage()));
        }
    }

    private static Fetched fetched(FeedResponse response) throws IOException {
        if (response.status() == 304) {
            return new Fetched.Unchanged();
        }
        if (response.status() != 200) {
            return new Fetched.Failed("Got HTTP status " + response.status());
        }
        byte[] content =
                switch (response.encoding()) {
                    case "", "identity" -> response.body();
                    case "gzip", "x-gzip" -> unpacked(response.body());
                    default ->
                        throw new Refused(
                                "The document has an encoding that was not asked for: " + response.encoding());
                };
        if (content.length > MemberListReader.MAX_BYTES) {
            return new Fetched.Failed(MemberListReader.tooLarge().error());
        }
        return new Fetched.Document(content, response.etag(), response.lastModified());
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes(MemberListReader.MAX_BYTES + 1);
        }
    }

    /** A request that is not sent. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private FeedResponse askAsSpan(URI place, Known known, long deadline) throws IOException {
        return Tracing.fetch(place, () -> ask(place, known, deadline), FeedResponse::status);
    }

    private FeedResponse ask(URI place, Known known, long deadline) throws IOException {
        String scheme = String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT);
        String host = place.getHost();
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Refused("Feeds are fetched by http and https, not by " + scheme);
        }
        if (host == null) {
            throw new Refused("The URL has no host: " + place);
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        boolean tls = scheme.equals("https");
        int port = place.getPort() >= 0 ? place.getPort() : tls ? 443 : 80;
        ReentrantLock turn = hosts.computeIfAbsent(bare.toLowerCase(Locale.ROOT), any -> new ReentrantLock());
        turn.lock();
        try (Socket socket = connect(bare, port, deadline)) {
            // A server that sends a byte now and then would never run into the time limit of a read.
            Future<?> end = watch.schedule(
                    () -> closeQuietly(socket), Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            try (Socket channel = tls ? secured(socket, bare, port) : socket) {
                return FeedResponse.of(channel, place, known, MemberListReader.MAX_BYTES);
            } finally {
                end.cancel(false);
            }
        } finally {
            turn.unlock();
        }
    }

    private Socket connect(String host, int port, long deadline) throws IOException {
        Optional<List<InetAddress>> usable = addresses.of(host, resolver);
        if (usable.isEmpty()) {
            throw new Refused(host + " has no public address; feeds are fetched from public addresses only");
        }
        IOException last = new IOException("no address of " + host + " could be reached");
        for (InetAddress address : usable.get().stream().limit(MAX_ADDRESSES).toList()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            Socket socket = new Socket();
            try {
                socket.setSoTimeout((int) READ.toMillis());
                socket.connect(new InetSocketAddress(address, port), (int) Math.clamp(left, 1, CONNECT.toMillis()));
                return socket;
            } catch (IOException failure) {
                socket.close();
                last = new IOException(host + " port " + port + " cannot be reached: " + failure.getMessage(), failure);
            }
        }
        throw last;
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!host.contains(":") && !host.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is of no further use either way.
        }
    }
}
