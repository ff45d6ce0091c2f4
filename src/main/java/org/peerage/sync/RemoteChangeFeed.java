package org.peerage.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.peerage.registry.RedactedValues;
import org.peerage.registry.Redaction;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows the change feed of another Peerage: which objects changed after a version. */
final class RemoteChangeFeed {
    private static final int VERSIONS_PER_REQUEST = 500;
    private static final long BEYOND = Long.MAX_VALUE / 4;

    private final RemoteRegistry remote;

    RemoteChangeFeed(RemoteRegistry remote) {
        this.remote = remote;
    }

    /**
     * What changed.
     *
     * @param version up to which this goes
     * @param session the history that this version is of
     * @param everything whether the other was loaded anew, or has another history now
     * @param redactions old values that it took out of its log
     */
    record RemoteChanges(
            long version,
            String session,
            boolean everything,
            Map<ObjectType, Set<Long>> objects,
            List<RedactedValues> redactions) {
        private static RemoteChanges everything(FeedPosition known) {
            return new RemoteChanges(known.version, known.session, true, Map.of(), List.of());
        }
    }

    /**
     * Where somebody is in the other's history.
     *
     * @param session the name of the history; empty: the other names none
     */
    record FeedPosition(long version, String session) {
        static final FeedPosition NONE = new FeedPosition(-1, "");
    }

    /** Where the other is now; no version where it has no feed. */
    FeedPosition head() throws RemoteRegistryException, InterruptedException {
        return remote.get("/api/changes?after=" + BEYOND + "&limit=1", null, (head, body) -> {
                    String version = head.header("X-Peerage-Version");
                    return head.status() == 200 && version != null
                            ? new FeedPosition(Long.parseLong(version), session(head))
                            : FeedPosition.NONE;
                })
                .orElse(FeedPosition.NONE);
    }

    private static String session(RemoteRegistry.RemoteResponse head) {
        String session = head.header("X-Peerage-Session");
        return session == null ? "" : session;
    }

    RemoteChanges after(FeedPosition known) throws RemoteRegistryException, InterruptedException {
        long version = known.version();
        Map<ObjectType, Set<Long>> objects = new HashMap<>();
        List<RedactedValues> redactions = new ArrayList<>();
        long position = version;
        while (true) {
            long from = position;
            RemoteChanges some = remote.get(
                            "/api/changes?after=" + from + "&limit=" + VERSIONS_PER_REQUEST
                                    + (known.session.isEmpty() ? "" : "&session=" + known.session),
                            null,
                            (head, body) -> read(head, body, new FeedPosition(from, known.session)))
                    .orElseThrow();
            if (some.everything) {
                return some;
            }
            some.objects.forEach((type, ids) ->
                    objects.computeIfAbsent(type, none -> new TreeSet<>()).addAll(ids));
            redactions.addAll(some.redactions);
            if (some.version == position) {
                return new RemoteChanges(position, some.session, false, objects, redactions);
            }
            position = some.version;
        }
    }

    private static RemoteChanges read(RemoteRegistry.RemoteResponse head, InputStream body, FeedPosition known)
            throws IOException {
        long after = known.version();
        String version = head.header("X-Peerage-Version");
        boolean same = known.session.isEmpty() || known.session.equals(session(head));
        if (head.status() != 200 || version == null || Long.parseLong(version) < after || !same) {
            return RemoteChanges.everything(known);
        }
        Map<ObjectType, Set<Long>> objects = new HashMap<>();
        List<RedactedValues> redactions = new ArrayList<>();
        long last = after;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = JsonMapper.shared().readTree(line);
                if (entry.path("prev").asLong(last) > last) {
                    return RemoteChanges.everything(known); // something between is missing
                }
                last = Math.max(last, entry.path("version").longValue());
                for (JsonNode change : entry.path("changes")) {
                    String typeName = change.path("type").stringValue();
                    if (typeName.equals(Change.EVERYTHING)) {
                        return RemoteChanges.everything(known);
                    }
                    if (change.path("operation").asString("").equals(Redaction.OPERATION)) {
                        RedactedValues.readAll(List.of(change)).stream()
                                .map(RedactedValues::withoutTime)
                                .forEach(redactions::add);
                    }
                    ObjectTypes.byName(typeName)
                            .ifPresent(type -> objects.computeIfAbsent(type, none -> new TreeSet<>())
                                    .add(change.path("id").longValue()));
                }
            }
        } catch (JacksonException broken) {
            throw new IOException("the feed is broken: " + broken.getOriginalMessage(), broken);
        }
        return new RemoteChanges(last, session(head), false, objects, redactions);
    }

    /**
     * What the other took out of its log after a version, for who does not follow from there on.
     *
     * @return none where its feed does not tell that
     */
    List<RedactedValues> redactionsAfter(long version) throws RemoteRegistryException, InterruptedException {
        List<RedactedValues> redactions = new ArrayList<>();
        long position = version;
        while (true) {
            long from = position;
            RedactionPage some = remote.ask(
                    "/api/changes?op=" + Redaction.OPERATION + "&after=" + from + "&limit=" + VERSIONS_PER_REQUEST,
                    (head, body) -> redactions(head, body, from));
            redactions.addAll(some.redactions);
            if (some.last <= position) {
                return redactions;
            }
            position = some.last;
        }
    }

    /** What was redacted up to a version. */
    private record RedactionPage(long last, List<RedactedValues> redactions) {}

    private static RedactionPage redactions(RemoteRegistry.RemoteResponse head, InputStream body, long after)
            throws IOException {
        String looked = head.header("X-Peerage-Last");
        if (head.status() != 200 || looked == null || !looked.matches("[0-9]{1,18}")) {
            return new RedactionPage(after, List.of());
        }
        List<RedactedValues> redactions = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                redactions.addAll(RedactedValues.readAll(
                        JsonMapper.shared().readTree(line).path("changes")));
            }
        } catch (JacksonException broken) {
            throw new IOException("the feed is broken: " + broken.getOriginalMessage(), broken);
        }
        return new RedactionPage(Long.parseLong(looked), redactions);
    }
}
