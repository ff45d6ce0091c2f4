package org.peerage.sync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.copies.CopyNotification;
import org.peerage.copies.CopySignature;
import org.peerage.schema.ParseResult;

/**
 * The files for copies that another registry has (docs/spec/record.md §4). Nothing is taken from them but what was signed, not long ago, by the
 * key that is known.
 */
final class CopySource {
    private static final String FOLDER = "/copies/public/";
    private static final Duration MAX_AGE = Duration.ofHours(24);

    /** A list of a later time than all that follow would keep them from being believed. */
    private static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private static final int MAX_LIST = 64 << 20;
    private static final int MAX_KEY = 4096;

    private final RemoteRegistry remote;
    private final SyncSettings settings;
    private final Clock clock;

    CopySource(RemoteRegistry remote, SyncSettings settings, Clock clock) {
        this.remote = remote;
        this.settings = settings;
        this.clock = clock;
    }

    /** A list of files that is believed, and who is from now on. */
    record VerifiedList(CopyNotification list, SyncState.CopyTrust trust) {}

    /**
     * The list of files.
     *
     * @return empty where the other has none
     * @throws RemoteRegistryException where it is not to be believed
     */
    Optional<VerifiedList> list(SyncState.CopyTrust known) throws RemoteRegistryException, InterruptedException {
        Optional<String> signed = remote.file(FOLDER + "notification.jose", (head, body) -> text(body, MAX_LIST));
        // A registry without files may answer any address with a page of its own; one that had them may not.
        if (signed.isEmpty()
                || (known.keys().isEmpty() && settings.copyKey().isEmpty() && !CopySignature.isSigned(signed.get()))) {
            return Optional.empty();
        }
        List<String> keys = keys(known);
        CopySignature.VerifiedText text = CopySignature.verify(signed.get(), keys)
                .orElseThrow(() -> refused("is not signed by the key that is known; if the other has a new one, give it"
                        + " with --copy-key, or go without files with --no-files"));
        return switch (CopyNotification.parse(text.text())) {
            case ParseResult.Problem<CopyNotification>(String problem) -> throw refused(problem);
            case ParseResult.Value<CopyNotification>(CopyNotification list) -> {
                Instant oldest = clock.instant().minus(MAX_AGE);
                if (list.timestamp().isBefore(oldest)) {
                    throw refused("was signed at " + list.timestamp() + ", more than 24 hours ago");
                }
                if (list.timestamp().isAfter(clock.instant().plus(MAX_AHEAD))) {
                    throw refused("was signed at " + list.timestamp()
                            + ", which is yet to come: the clock of one of the two is wrong");
                }
                if (list.timestamp().toEpochMilli() < known.seen()) {
                    throw refused("was signed at " + list.timestamp() + ", before the one that was seen last");
                }
                List<String> trusted = new ArrayList<>(List.of(text.key()));
                list.nextSigningKey().ifPresent(trusted::add);
                // The given key leads to those that follow it for as long as it is given.
                settings.copyKey().filter(key -> !trusted.contains(key)).ifPresent(trusted::add);
                yield Optional.of(new VerifiedList(
                        list, new SyncState.CopyTrust(trusted, list.timestamp().toEpochMilli())));
            }
        };
    }

    private List<String> keys(SyncState.CopyTrust known) throws RemoteRegistryException, InterruptedException {
        if (settings.copyKey().isPresent()) {
            List<String> keys = new ArrayList<>(List.of(settings.copyKey().get()));
            if (known.keys().contains(keys.getFirst())) {
                keys.addAll(known.keys()); // what the given key announced
            }
            return keys;
        }
        if (!known.keys().isEmpty()) {
            return known.keys();
        }
        return remote.file("/copies/key.pem", (head, body) -> text(body, MAX_KEY))
                .flatMap(CopySignature::readKey)
                .map(List::of)
                .orElseThrow(() -> refused("is signed by a key that the other does not tell"));
    }

    /** Reads a file of the list; a problem that another try would have as well is a {@link RemoteRegistryException}. */
    <T> T read(CopyNotification.FileEntry file, RemoteRegistry.BodyReader<T> reading)
            throws RemoteRegistryException, InterruptedException {
        return remote.file(FOLDER + file.url(), reading)
                .orElseThrow(() -> new RemoteRegistryException(
                        settings.from() + FOLDER + file.url() + " is not there, though the list names it", null));
    }

    private RemoteRegistryException refused(String problem) {
        return new RemoteRegistryException(
                "the list of files " + settings.from() + FOLDER + "notification.jose " + problem, null);
    }

    private static String text(InputStream body, int max) throws IOException {
        byte[] bytes = body.readNBytes(max + 1);
        if (bytes.length > max) {
            throw new RemoteRegistryException("an answer has more than " + max + " bytes", null);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
