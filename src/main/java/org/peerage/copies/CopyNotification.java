package org.peerage.copies;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.peerage.registry.RedactedValues;
import org.peerage.schema.ParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list of files from which a copy is made and kept (docs/spec/record.md §4, after RFC 10063's).
 *
 * @param timestamp when it was signed
 * @param session the name of the history that versions are of
 * @param version the version that the files lead to
 * @param time when that version was made
 * @param schema a hash of the keys that rows have: digests of programs that know others cannot be compared
 * @param nextSigningKey the key that will sign one day, which readers keep: base64 of its SubjectPublicKeyInfo
 * @param deltas oldest first; each leads from one version to a later one
 * @param feed where changes are told as they happen
 * @param digest by tag, see {@link org.peerage.snapshot.PublicDigest}
 * @param redactions what was taken out of the log, for copies that keep one of their own
 */
public record CopyNotification(
        Instant timestamp,
        String session,
        long version,
        Instant time,
        String schema,
        Optional<String> nextSigningKey,
        SnapshotEntry snapshot,
        List<DeltaEntry> deltas,
        String feed,
        Map<String, String> digest,
        List<RedactedValues> redactions) {
    private static final String FORMAT = "peerage_copies";
    private static final Pattern SESSION = Pattern.compile("[0-9a-f-]{36}");
    private static final Pattern URL = Pattern.compile(
            "[0-9a-f-]{36}/(snapshot\\.\\d{1,18}|delta\\.\\d{1,18}-\\d{1,18})\\.[0-9a-f]{16}\\.jsonl\\.(gz|zst)");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FEED = Pattern.compile("/api/changes\\?after=\\d{1,18}&session=[0-9a-f-]{36}");
    private static final int MAX_DELTAS = 100_000;

    public CopyNotification {
        deltas = List.copyOf(deltas);
        digest = Map.copyOf(digest);
        redactions = List.copyOf(redactions);
    }

    /**
     * A file.
     *
     * @param url where it is, seen from the list
     * @param sha256 of its bytes as they are sent, compressed
     */
    public record FileEntry(String url, String sha256, long bytes) {}

    /** All rows of a version, compressed in two ways. */
    public record SnapshotEntry(long version, FileEntry gzip, FileEntry zstd, long rows) {}

    /** What differs between two versions. */
    public record DeltaEntry(long from, long to, FileEntry file) {}

    /** The deltas that lead from a version to the one that the files lead to, in order; empty where there is a gap. */
    public Optional<List<DeltaEntry>> chainFrom(long position) {
        List<DeltaEntry> chain = new ArrayList<>();
        long at = position;
        for (DeltaEntry delta : deltas) {
            if (delta.from == at && at < version) {
                chain.add(delta);
                at = delta.to;
            }
        }
        return at == version ? Optional.of(List.copyOf(chain)) : Optional.empty();
    }

    /** As JSON. */
    public String toJson() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put(FORMAT, 1)
                .put("timestamp", timestamp.toString())
                .put("session", session)
                .put("version", version)
                .put("time", time.toString())
                .put("schema", schema);
        nextSigningKey.ifPresent(key -> node.put("next_signing_key", key));
        ObjectNode whole = node.putObject("snapshot").put("version", snapshot.version);
        put(whole, snapshot.gzip);
        whole.put("rows", snapshot.rows);
        put(whole.putObject("zst"), snapshot.zstd);
        ArrayNode list = node.putArray("deltas");
        deltas.forEach(delta -> put(list.addObject().put("from", delta.from).put("to", delta.to), delta.file));
        node.put("feed", feed);
        ObjectNode digests = node.putObject("digest");
        new TreeMap<>(digest).forEach(digests::put);
        ArrayNode redacted = node.putArray("redactions");
        redactions.forEach(one -> one.addTo(redacted));
        return node.toString();
    }

    private static void put(ObjectNode node, FileEntry file) {
        node.put("url", file.url).put("sha256", file.sha256).put("bytes", file.bytes);
    }

    /** Reads one; nothing in it is believed that is not as it should be. */
    public static ParseResult<CopyNotification> parse(String json) {
        try {
            JsonNode node = JsonMapper.shared().readTree(json);
            if (node.path(FORMAT).asInt(0) != 1) {
                return ParseResult.problem("is of a format that is not known here");
            }
            return ParseResult.value(read(node));
        } catch (JacksonException | DateTimeException broken) {
            return ParseResult.problem("cannot be read");
        } catch (IllegalArgumentException wrong) {
            return ParseResult.problem(String.valueOf(wrong.getMessage()));
        }
    }

    private static CopyNotification read(JsonNode node) {
        String session = matching(node, "session", SESSION);
        long version = number(node, "version");
        JsonNode whole = node.path("snapshot");
        SnapshotEntry snapshot = new SnapshotEntry(
                number(whole, "version"), file(whole), file(whole.path("zst")), number(whole, "rows"));
        List<DeltaEntry> deltas = new ArrayList<>();
        for (JsonNode delta : node.path("deltas")) {
            DeltaEntry entry = new DeltaEntry(number(delta, "from"), number(delta, "to"), file(delta));
            if (entry.to < entry.from || entry.to > version || deltas.size() == MAX_DELTAS) {
                throw new IllegalArgumentException("has deltas that lead nowhere");
            }
            deltas.add(entry);
        }
        if (snapshot.version > version) {
            throw new IllegalArgumentException("has a snapshot of a later version than its own");
        }
        Map<String, String> digest = new TreeMap<>();
        node.path("digest")
                .properties()
                .forEach(type -> digest.put(type.getKey(), type.getValue().asString("")));
        String next = node.path("next_signing_key").asString("");
        return new CopyNotification(
                Instant.parse(node.path("timestamp").asString("")),
                session,
                version,
                Instant.parse(node.path("time").asString("")),
                node.path("schema").asString(""),
                next.isEmpty() ? Optional.empty() : Optional.of(next),
                snapshot,
                deltas,
                matching(node, "feed", FEED),
                digest,
                RedactedValues.readAll(node.path("redactions")));
    }

    private static FileEntry file(JsonNode node) {
        return new FileEntry(matching(node, "url", URL), matching(node, "sha256", SHA256), number(node, "bytes"));
    }

    private static String matching(JsonNode node, String key, Pattern pattern) {
        String text = node.path(key).asString("");
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("has no '" + key + "' as it should be");
        }
        return text;
    }

    private static long number(JsonNode node, String key) {
        JsonNode number = node.path(key);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new IllegalArgumentException("has no '" + key + "' as it should be");
        }
        return number.longValue();
    }
}
