package org.peerage.ixf;

import java.io.EOFException;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
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
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Statuses of servers that are in the way of the one that is meant, or overloaded. */
    private static final List<Integer> PASSING = List.of(502, 503, 504);

    private final FeedAddresses addresses;
    private final FeedAddresses.Resolver resolver;
    private final Duration turn;
    private final Duration total;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private final SSLSocketFactory tls;
    private final Map<String, ReentrantLock> hosts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ixf-deadlines").factory());

    public FeedClient(FeedAddresses addresses) {
        this(addresses, InetAddress::getAllByName, FeedPart.LIST.longest(), PAUSE);
    }

    /** @param pause before something is asked for once more, at least */
    FeedClient(FeedAddresses addresses, FeedAddresses.Resolver resolver, Duration total, Duration pause) {
        this(addresses, resolver, total, total, pause, System::nanoTime, systemTls());
    }

    /**
     * The same.
     *
     * @param turn how long others of the same host are waited for, at most
     * @param tls knows whose certificates are trusted
     */
    FeedClient(
            FeedAddresses addresses,
            FeedAddresses.Resolver resolver,
            Duration turn,
            Duration total,
            Duration pause,
            LongSupplier nanoTime,
            SSLSocketFactory tls) {
        this.turn = turn;
        this.tls = tls;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.addresses = addresses;
        this.resolver = resolver;
        this.total = total;
    }

    /** With the authorities that the system trusts. */
    static SSLSocketFactory systemTls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
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

    /** Asks for a document that is no LAN's feed yet, so that nobody can have entered a header for it; never fails. */
    Fetched fetchWithoutHeader(String url, Known known) {
        return fetch(url, known, Optional.empty());
    }

    /** Asks for the signature of a list, which has the list's header if that is sent to the list; never fails. */
    Fetched fetchSignature(String list, Optional<FeedHeader> header) {
        try {
            String url = FeedSignature.url(list);
            Optional<FeedHeader> sent = header.filter(any -> any.url().equals(list))
                    .map(any -> new FeedHeader(any.name(), any.value(), url));
            return fetch(url, Known.NOTHING, sent, FeedPart.SIGNATURE);
        } catch (URISyntaxException unreadable) {
            return notAUrl(unreadable);
        }
    }

    private static Fetched notAUrl(URISyntaxException unreadable) {
        return new Fetched.Failed("Not a URL: " + unreadable.getInput());
    }

    /**
     * Asks for a feed; never fails.
     *
     * @param header that the feed's server wants: it is sent at the URL that it was entered for, and where that one redirects to on
     *     the same server; once a redirect has led elsewhere it is not sent any more
     */
    public Fetched fetch(String url, Known known, Optional<FeedHeader> header) {
        return fetch(url, known, header, FeedPart.LIST);
    }

    private Fetched fetch(String url, Known known, Optional<FeedHeader> header, FeedPart part) {
        if (url.isBlank()) {
            return new Fetched.Failed("IX-F import url not specified");
        }
        Deadline deadline = new Deadline(part);
        try {
            URI place = FeedUrl.parse(url);
            Optional<FeedHeader> sent = header.filter(any -> any.url().equals(url));
            for (int i = 0; i <= MAX_REDIRECTS; i++) {
                FeedResponse response = askTwice(place, known, sent, part, deadline);
                if (!response.isRedirect()) {
                    return fetched(response, known, part);
                }
                response.close();
                String origin = FeedUrl.originOf(place);
                URI next = place.resolve(FeedUrl.parse(response.location()));
                sent = sent.filter(any -> FeedUrl.originOf(next).equals(origin));
                place = next;
            }
            return new Fetched.Failed("More than " + MAX_REDIRECTS + " redirects");
        } catch (URISyntaxException unreadable) {
            return notAUrl(unreadable);
        } catch (Refused refused) {
            return new Fetched.Failed(String.valueOf(refused.getMessage()));
        } catch (UnknownHostException unknown) {
            return new Fetched.Failed("The host's name cannot be resolved: " + unknown.getMessage());
        } catch (SocketTimeoutException slow) {
            return new Fetched.Failed("The server did not answer in time: " + slow.getMessage());
        } catch (IOException failure) {
            return new Fetched.Failed(
                    deadline.isOver()
                            ? "The server did not send the document within " + deadline.total.toSeconds() + " seconds"
                            : String.valueOf(failure.getMessage()));
        }
    }

    /** Whether a secret could be sent there; whether the address is the operator's own is found out then. */
    boolean mayBeSentSecrets(String url) {
        try {
            return FeedUrl.of(FeedUrl.parse(url)).isSecure() || addresses.isAnyOwn();
        } catch (URISyntaxException | IllegalArgumentException unusable) {
            return false;
        }
    }

    /** Once more, after a while, where a server or the way to it was in trouble for a moment. */
    private FeedResponse askTwice(URI place, Known known, Optional<FeedHeader> header, FeedPart part, Deadline deadline)
            throws IOException {
        try {
            FeedResponse response = askAsSpan(place, known, header, part, deadline);
            if (!PASSING.contains(response.status())) {
                return response;
            }
            response.close();
        } catch (Refused | FeedResponse.UnusableException | UnknownHostException | SocketTimeoutException lasting) {
            throw lasting;
        } catch (IOException trouble) {
            if (deadline.isOver() || isRefusedByTls(trouble)) {
                throw trouble;
            }
        }
        // Those that failed together do not come back together.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause.toNanos(), 2 * pause.toNanos()));
        return askAsSpan(place, known, header, part, deadline);
    }

    /** Such as for a certificate: a connection that ends amid the handshake is no such thing. */
    private static boolean isRefusedByTls(IOException trouble) {
        return trouble instanceof SSLException && !(trouble.getCause() instanceof EOFException);
    }

    private static Fetched fetched(FeedResponse response, Known known, FeedPart part) throws IOException {
        boolean isUnchanged = response.status() == 304 && !known.equals(Known.NOTHING);
        if (response.status() != 200) {
            response.close();
            return isUnchanged ? new Fetched.Unchanged() : new Fetched.Failed("Got HTTP status " + response.status());
        }
        switch (response.encoding()) {
            // Files of their own are sent as they are, and some servers name what they have unpacked.
            case "", "identity", "gzip", "x-gzip" -> {}
            default -> {
                response.close();
                throw new Refused("The document has an encoding that was not asked for: " + response.encoding());
            }
        }
        FeedBody body = isPacked(response.body()) ? unpacked(response, part) : response.body();
        return new Fetched.Document(body, response.etag(), response.lastModified(), response.signature());
    }

    /** As RFC 1952 begins, and no JSON. */
    private static boolean isPacked(FeedBody content) {
        byte[] start = content.start(2);
        return start.length == 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B;
    }

    private static FeedBody unpacked(FeedResponse packed, FeedPart part) throws IOException {
        FeedBody content = new FeedBody(part);
        try (packed;
                GZIPInputStream in = new GZIPInputStream(packed.body().input())) {
            in.transferTo(content);
        } catch (IOException broken) {
            content.close();
            throw broken;
        }
        return content;
    }

    /** When a fetch has to have ended. */
    private final class Deadline {
        private final Duration total;
        private final Duration turn;
        private long end;
        private long patience;

        Deadline(FeedPart part) {
            total = shorter(FeedClient.this.total, part.longest());
            turn = shorter(FeedClient.this.turn, part.longest());
            end = nanoTime.getAsLong() + total.toNanos();
            patience = turn.toNanos();
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }

        boolean isOver() {
            return left() <= 1;
        }

        /** In nanoseconds, at least 1. */
        long left() {
            return Math.max(1, end - nanoTime.getAsLong());
        }

        /** What others of the same host take is not this one's time; but that has an end, too, redirects and all. */
        void await(ReentrantLock free, String host) throws Refused {
            long began = nanoTime.getAsLong();
            try {
                if (!free.tryLock(patience, TimeUnit.NANOSECONDS)) {
                    throw new Refused("Other feeds of " + host + " took longer than " + turn.toSeconds() + " seconds");
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Refused("The registry was stopped before it asked for the feed");
            } finally {
                long waited = nanoTime.getAsLong() - began;
                patience -= waited;
                end += waited;
            }
        }
    }

    /** A request that is not sent. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private FeedResponse askAsSpan(
            URI place, Known known, Optional<FeedHeader> header, FeedPart part, Deadline deadline) throws IOException {
        return Tracing.fetch(place, () -> ask(place, known, header, part, deadline), FeedResponse::status);
    }

    private FeedResponse ask(URI place, Known known, Optional<FeedHeader> header, FeedPart part, Deadline deadline)
            throws IOException {
        FeedUrl url;
        try {
            url = FeedUrl.of(place);
        } catch (IllegalArgumentException unusable) {
            throw new Refused(String.valueOf(unusable.getMessage()));
        }
        ReentrantLock free = hosts.computeIfAbsent(url.host(), any -> new ReentrantLock());
        deadline.await(free, url.host());
        try (Socket socket = connect(url, header.isPresent(), deadline)) {
            // A server that sends a byte now and then would never run into the time limit of a read.
            Future<?> end = watch.schedule(() -> closeQuietly(socket), deadline.left(), TimeUnit.NANOSECONDS);
            try (Socket channel = url.isSecure() ? secured(socket, url.host(), url.port()) : socket) {
                return FeedResponse.of(channel, url, known, header, part);
            } finally {
                end.cancel(false);
            }
        } finally {
            free.unlock();
        }
    }

    /** @param isSecret whether something is to be sent that nobody on the way may read */
    private Socket connect(FeedUrl url, boolean isSecret, Deadline deadline) throws IOException {
        String host = url.host();
        int port = url.port();
        Optional<List<InetAddress>> usable = addresses.of(host, resolver);
        if (usable.isEmpty()) {
            throw new Refused(host + " has no public address; feeds are fetched from public addresses only");
        }
        if (isSecret && !url.isSecure() && !usable.get().stream().allMatch(addresses::isOwn)) {
            throw new Refused("The request header of the feed is sent by https only, not to " + url.origin());
        }
        IOException last = new IOException("no address of " + host + " could be reached");
        for (InetAddress address : usable.get().stream().limit(MAX_ADDRESSES).toList()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline.left());
            Socket socket = new Socket();
            try {
                socket.setSoTimeout((int) READ.toMillis());
                socket.connect(new InetSocketAddress(address, port), (int) Math.clamp(left, 1, CONNECT.toMillis()));
                return socket;
            } catch (IOException failure) {
                socket.close();
                String message = host + " port " + port + " cannot be reached: " + failure.getMessage();
                last = failure instanceof SocketTimeoutException
                        ? new SocketTimeoutException(message)
                        : new IOException(message, failure);
            }
        }
        throw last;
    }

    private Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!host.contains(":") && !host.matches("[0-9.]+")) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        secured.setSSLParameters(parameters);
        try {
            secured.startHandshake();
        } catch (SSLException refused) {
            throw new SSLException(TlsFailure.told(refused, host), refused.getCause());
        }
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
