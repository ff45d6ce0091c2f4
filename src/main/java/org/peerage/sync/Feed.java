package org.peerage.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows the change feed of another Peerage: which objects changed after a version. */
final class Feed {
    private static final int VERSIONS = 500;
    private static final long BEYOND = Long.MAX_VALUE / 4;

    private final Remote remote;

    Feed(Remote remote) {
        this.remote = remote;
    }

    /**
     * What changed.
     *
     * @param version up to which this goes
     * @param session the history that this version is of
     * @param everything whether the other was loaded anew, or has another history now
     */
    record News(long version, String session, boolean everything, Map<ObjectType, Set<Long>> objects) {
        private static News everything(Position known) {
            return new News(known.version, known.session, true, Map.of());
        }
    }

    /**
     * Where somebody is in the other's history.
     *
     * @param session the name of the history; empty: the other names none
     */
    record Position(long version, String session) {
        static final Position NONE = new Position(-1, "");
    }

    /** Where the other is now; no version where it has no feed. */
    Position head() throws RemoteFailed, InterruptedException {
        return remote.get("/api/changes?after=" + BEYOND + "&limit=1", null, (head, body) -> {
                    String version = head.header("X-Peerage-Version");
                    return head.status() == 200 && version != null
                            ? new Position(Long.parseLong(version), session(head))
                            : Position.NONE;
                })
                .orElse(Position.NONE);
    }

    private static String session(Remote.Head head) {
        String session = head.header("X-Peerage-Session");
        return session == null ? "" : session;
    }

    News after(Position known) throws RemoteFailed, InterruptedException {
        long version = known.version();
        Map<ObjectType, Set<Long>> objects = new HashMap<>();
        long position = version;
        while (true) {
            long from = position;
            News some = remote.get(
                            "/api/changes?after=" + from + "&limit=" + VERSIONS
                                    + (known.session.isEmpty() ? "" : "&session=" + known.session),
                            null,
                            (head, body) -> read(head, body, new Position(from, known.session)))
                    .orElseThrow();
            if (some.everything) {
                return some;
            }
            some.objects.forEach((type, ids) ->
                    objects.computeIfAbsent(type, none -> new TreeSet<>()).addAll(ids));
            if (some.version == position) {
                return new News(position, some.session, false, objects);
            }
            position = some.version;
        }
    }

    private static News read(Remote.Head head, InputStream body, Position known) throws IOException {
        long after = known.version();
        String version = head.header("X-Peerage-Version");
        boolean same = known.session.isEmpty() || known.session.equals(session(head));
        if (head.status() != 200 || version == null || Long.parseLong(version) < after || !same) {
            return News.everything(known);
        }
        Map<ObjectType, Set<Long>> objects = new HashMap<>();
        long last = after;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = JsonMapper.shared().readTree(line);
                if (entry.path("prev").asLong(last) > last) {
                    return News.everything(known); // something between is missing
                }
                last = Math.max(last, entry.path("version").longValue());
                for (JsonNode change : entry.path("changes")) {
                    String tag = change.path("type").stringValue();
                    if (tag.equals(Change.EVERYTHING)) {
                        return News.everything(known);
                    }
                    Types.byTag(tag).ifPresent(type -> objects.computeIfAbsent(type, none -> new TreeSet<>())
                            .add(change.path("id").longValue()));
                }
            }
        } catch (JacksonException broken) {
            throw new IOException("the feed is broken: " + broken.getOriginalMessage(), broken);
        }
        return new News(last, session(head), false, objects);
    }
}
