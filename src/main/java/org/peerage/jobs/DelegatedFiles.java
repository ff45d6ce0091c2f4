package org.peerage.jobs;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.peerage.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the RIRs' files are: URLs, or a folder with {@code delegated-*-extended-latest}, as the operator says. */
public record DelegatedFiles(List<String> sources) {
    private static final Logger LOG = LoggerFactory.getLogger(DelegatedFiles.class);

    private static final List<String> RIRS = List.of(
            "https://ftp.afrinic.net/pub/stats/afrinic/delegated-afrinic-extended-latest",
            "https://ftp.apnic.net/pub/stats/apnic/delegated-apnic-extended-latest",
            "https://ftp.arin.net/pub/stats/arin/delegated-arin-extended-latest",
            "https://ftp.lacnic.net/pub/stats/lacnic/delegated-lacnic-extended-latest",
            "https://ftp.ripe.net/pub/stats/ripencc/delegated-ripencc-extended-latest");

    private static final List<String> NAMES = List.of("afrinic", "apnic", "arin", "lacnic", "ripencc");

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final long MAX_BYTES = 500L << 20;

    public DelegatedFiles {
        sources = List.copyOf(sources);
    }

    /**
     * By the option {@code --rir-data}.
     *
     * @param option {@code off}; {@code rirs} for the five RIRs' own servers; or folders and URLs with commas between
     */
    public static DelegatedFiles of(String option) {
        return switch (option) {
            case "off", "" -> new DelegatedFiles(List.of());
            case "rirs" -> new DelegatedFiles(RIRS);
            default ->
                new DelegatedFiles(Stream.of(option.split(","))
                        .map(String::strip)
                        .filter(source -> !source.isEmpty())
                        .toList());
        };
    }

    public boolean isEmpty() {
        return sources.isEmpty();
    }

    /** Reads all files; where one is missing or not to be believed, none counts. */
    DelegatedNumbers read(Map<String, Long> before, Instant now) throws IOException, InterruptedException {
        DelegatedNumbers numbers = new DelegatedNumbers();
        for (String source : sources) {
            if (source.matches("https?://.*")) {
                readUrl(URI.create(source), numbers, before, now);
            } else {
                readFolder(Path.of(source), numbers, before, now);
            }
        }
        List<String> needed = new ArrayList<>(before.keySet());
        if (sources.equals(RIRS)) {
            needed.addAll(NAMES);
        }
        for (String registry : needed) {
            if (!numbers.counts().containsKey(registry)) {
                throw new DelegatedNumbers.UntrustedFileException("the file of " + registry + " is missing");
            }
        }
        return numbers;
    }

    private static void readUrl(URI url, DelegatedNumbers numbers, Map<String, Long> before, Instant now)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build()) {
            HttpResponse<InputStream> response = Tracing.fetch(
                    request.uri(),
                    () -> client.send(request, HttpResponse.BodyHandlers.ofInputStream()),
                    HttpResponse::statusCode);
            // The request's timeout ends with the head: a body that stops half-way is given up as well.
            Thread watch = Thread.ofVirtual().start(() -> closeAfter(response.body(), TIMEOUT));
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(url + " answers " + response.statusCode());
                }
                numbers.add(url.toString(), reader(body), before, now);
            } finally {
                watch.interrupt();
            }
        }
    }

    private static void closeAfter(InputStream body, Duration time) {
        try {
            Thread.sleep(time);
            body.close();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            LOG.debug("a download that took too long could not be closed: {}", broken.toString());
        }
    }

    private static void readFolder(Path folder, DelegatedNumbers numbers, Map<String, Long> before, Instant now)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.getFileName().toString().matches("delegated-.*-extended-latest"))
                    .sorted()
                    .forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new IOException("there is no delegated-*-extended-latest in " + folder);
        }
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                numbers.add(file.getFileName().toString(), reader(in), before, now);
            }
        }
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(new LimitedStream(in), StandardCharsets.US_ASCII));
    }

    /** Ends with an error where a file has no end. */
    private static final class LimitedStream extends FilterInputStream {
        private long left = MAX_BYTES;

        LimitedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("the file is too large");
            }
            return read;
        }
    }
}
