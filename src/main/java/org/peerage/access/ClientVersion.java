package org.peerage.access;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns away official clients that are too old or too new: those that call themselves {@code PeeringDB/<version>
 * <backend>/<version>} with a backend that we know (docs/spec/rest.md §4, cases {@code surface}). A version that isn't
 * numbers and dots is let through, as the reference does.
 */
public final class ClientVersion {
    private static final String CLIENT = "PeeringDB/";
    private static final int MAX_PARTS = 8;

    private final Range client;
    private final Map<String, Range> backends;

    /** From one version to another, both included, such as {@code 0.6} to {@code 255.0}. */
    public record Range(String lowest, String highest) {
        public Range {
            if (numbers(lowest).isEmpty() || numbers(highest).isEmpty()) {
                throw new IllegalArgumentException("Versions are numbers and dots: " + lowest + ", " + highest);
            }
        }

        boolean contains(int[] version) {
            return compare(version, numbers(lowest).orElseThrow()) >= 0
                    && compare(version, numbers(highest).orElseThrow()) <= 0;
        }

        @Override
        public String toString() {
            return ">=" + lowest + ",<=" + highest;
        }
    }

    public ClientVersion(Range client, Map<String, Range> backends) {
        this.client = client;
        this.backends = Map.copyOf(backends);
    }

    /** The reference's default ranges. */
    public static ClientVersion standard() {
        return new ClientVersion(new Range("0.6", "255.0"), Map.of("django_peeringdb", new Range("3.3.0", "255.0")));
    }

    /** The message of a 400, if the client has to be updated; empty for all others. */
    public Optional<String> refusal(@Nullable String userAgent) {
        if (userAgent == null || !userAgent.startsWith(CLIENT)) {
            return Optional.empty();
        }
        int space = userAgent.indexOf(' ');
        int slash = userAgent.indexOf('/', CLIENT.length());
        if (space < 0 || slash < space) {
            return Optional.empty();
        }
        String backend = userAgent.substring(space + 1, slash);
        Range range = backends.get(backend);
        Optional<int[]> clientVersion = numbers(userAgent.substring(CLIENT.length(), space));
        Optional<int[]> backendVersion = numbers(firstWord(userAgent.substring(slash + 1)));
        if (range == null || clientVersion.isEmpty() || backendVersion.isEmpty()) {
            return Optional.empty();
        }
        boolean isCompatible = client.contains(clientVersion.get()) && range.contains(backendVersion.get());
        return isCompatible ? Optional.empty() : Optional.of(message(backend, range));
    }

    private String message(String backend, Range range) {
        return "Your client version is incompatible with server version of the api, please install peeringdb" + client
                + " " + backend + range;
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static Optional<int[]> numbers(String version) {
        String[] parts = version.split("\\.", -1);
        if (parts.length > MAX_PARTS) {
            return Optional.empty();
        }
        int[] numbers = new int[MAX_PARTS]; // 0.6 and 0.6.0 are one version
        for (int i = 0; i < parts.length; i++) {
            if (!isNumber(parts[i])) {
                return Optional.empty();
            }
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return Optional.of(numbers);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int compare(int[] a, int[] b) {
        return Arrays.compare(a, b);
    }
}
