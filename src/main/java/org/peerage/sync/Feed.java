package org.peerage.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
     * @param everything whether the other was loaded anew, or went back
     */
    record News(long version, boolean everything, Map<ObjectType, Set<Long>> objects) {}

    /** The version that the other has now; empty where it has no feed. */
    Optional<Long> version() throws RemoteFailed, InterruptedException {
        return remote.get("/api/changes?after=" + BEYOND + "&limit=1", null, (head, body) -> {
                    String version = head.header("X-Peerage-Version");
                    return head.status() == 200 && version != null ? Long.parseLong(version) : -1L;
                })
                .filter(version -> version >= 0);
    }

    News after(long version) throws RemoteFailed, InterruptedException {
        Map<ObjectType, Set<Long>> objects = new HashMap<>();
        long position = version;
        while (true) {
            long from = position;
            News some = remote.get(
                            "/api/changes?after=" + from + "&limit=" + VERSIONS,
                            null,
                            (head, body) -> read(head, body, from))
                    .orElseThrow();
            if (some.everything) {
                return some;
            }
            some.objects.forEach((type, ids) ->
                    objects.computeIfAbsent(type, none -> new TreeSet<>()).addAll(ids));
            if (some.version == position) {
                return new News(position, false, objects);
            }
            position = some.version;
        }
    }

    private static News read(Remote.Head head, InputStream body, long after) throws IOException {
        String version = head.header("X-Peerage-Version");
        if (head.status() != 200 || version == null || Long.parseLong(version) < after) {
            return new News(after, true, Map.of());
        }
        Map<ObjectType, Set<Long>> objects = new HashMap<>();
        long last = after;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = JsonMapper.shared().readTree(line);
                last = Math.max(last, entry.path("version").longValue());
                for (JsonNode change : entry.path("changes")) {
                    String tag = change.path("type").stringValue();
                    if (tag.equals(Change.EVERYTHING)) {
                        return new News(after, true, Map.of());
                    }
                    Types.byTag(tag).ifPresent(type -> objects.computeIfAbsent(type, none -> new TreeSet<>())
                            .add(change.path("id").longValue()));
                }
            }
        } catch (JacksonException broken) {
            throw new IOException("the feed is broken: " + broken.getOriginalMessage(), broken);
        }
        return new News(last, false, objects);
    }
}
