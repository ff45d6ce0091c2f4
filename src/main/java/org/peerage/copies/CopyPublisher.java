package org.peerage.copies;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.copies.CopyNotification.DeltaEntry;
import org.peerage.copies.CopyNotification.FileEntry;
import org.peerage.copies.CopyNotification.SnapshotEntry;
import org.peerage.copies.PublishedRows.RowRefs;
import org.peerage.registry.RedactedValues;
import org.peerage.registry.Redaction;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.store.RegistryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the files that copies are kept from (docs/spec/record.md §4): each time it runs, what differs since it ran last; once a day, or when the
 * differences come to a fifth of it, everything anew. What nobody may read any more is in no file when a run has ended.
 */
public final class CopyPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(CopyPublisher.class);
    private static final Duration SNAPSHOT_AGE = Duration.ofHours(24);
    private static final Duration DELTA_AGE = Duration.ofDays(7);
    private static final Duration SIGNATURE_AGE = Duration.ofHours(1);
    private static final int DELTA_SHARE = 5;

    /** Each is named in the list, which all copies fetch each minute. */
    private static final int MAX_DELTAS = 1500;

    /** Addresses that a program is given at once. */
    private static final int MAX_PURGED = 500;

    private static final long MIN_DELTA_BYTES = 1 << 20;
    private static final long MIN_SHARE_BYTES = 1 << 16;

    private final CopyFolder folder;
    private final RegistryStore store;
    private final Supplier<Snapshot> current;
    private final CopyKeys keys;
    private final Clock clock;
    private final CopyDownloads downloads;
    private final CachePurge purge;
    private final SecureRandom random = new SecureRandom();
    private @Nullable PublishedSnapshot last;

    public CopyPublisher(
            CopyFolder folder, RegistryStore store, Supplier<Snapshot> current, Clock clock, CachePurge purge) {
        this.folder = folder;
        this.store = store;
        this.current = current;
        this.keys = new CopyKeys(store, clock);
        this.clock = clock;
        this.purge = purge;
        this.downloads = new CopyDownloads(folder, clock);
    }

    /** What this process published last: the snapshot is what the next differences are told from. */
    private record PublishedSnapshot(CopyNotification list, Snapshot snapshot) {}

    /** Brings the files to the version that the registry has now. */
    public synchronized void run() throws IOException, SQLException, InterruptedException {
        try {
            bringUpToDate();
        } finally {
            purge();
        }
    }

    /** The files that a run would make now; whether differences come to so much that everything is made anew turns out then. */
    public synchronized List<String> due() throws IOException, SQLException {
        String session = store.session();
        Snapshot now = current.get();
        List<String> due = new ArrayList<>();
        Optional<CopyNotification> known =
                folder.notification().filter(list -> list.session().equals(session));
        if (known.isEmpty()) {
            due.add("all rows of version " + now.version());
        } else if (known.get().version() > now.version()) {
            return List.of();
        } else if (!isAt(known.get(), now)) {
            due.add("what differs between versions " + known.get().version() + " and " + now.version());
        } else if (isSignatureOld(known.get())) {
            due.add("the list, signed anew");
        }
        due.addAll(downloads.due(now));
        return due;
    }

    private void bringUpToDate() throws IOException, SQLException {
        String session = store.session();
        long head = store.head().version();
        Snapshot now = current.get();
        if (now.version() < head || !store.session().equals(session)) {
            return; // this process hears of it in a moment
        }
        Optional<CopyNotification> known =
                folder.notification().filter(list -> list.session().equals(session));
        if (known.isPresent() && known.get().version() > now.version()) {
            return; // another process has gone on
        }
        CopyNotification next;
        if (known.isEmpty()) {
            next = anew(session, now);
        } else if (isAt(known.get(), now)) {
            next = isSignatureOld(known.get()) ? list(known.get(), now) : known.get();
        } else {
            next = next(known.get(), now);
        }
        last = new PublishedSnapshot(next, now);
        remove(folder.outdated(next, clock.instant()), List.of());
        downloads.run(now, session);
    }

    /** Whether the files lead to what the registry is now. */
    private boolean isAt(CopyNotification known, Snapshot now) {
        return known.version() == now.version()
                && Files.exists(folder.file(known.snapshot().gzip().url()))
                && ((last != null && last.list.equals(known)) || known.digest().equals(digest(now)));
    }

    private boolean isSignatureOld(CopyNotification known) {
        return known.timestamp().plus(SIGNATURE_AGE).isBefore(clock.instant());
    }

    /** Everything in one new file, and nothing else. */
    private CopyNotification anew(String session, Snapshot now) throws IOException, SQLException {
        SnapshotEntry whole = snapshot(session, now);
        withdrawAllBut(whole, List.of());
        return publish(session, now, whole, List.of());
    }

    private CopyNotification list(CopyNotification known, Snapshot now) throws IOException, SQLException {
        return publish(known.session(), now, known.snapshot(), known.deltas());
    }

    private CopyNotification next(CopyNotification known, Snapshot now) throws IOException, SQLException {
        String session = known.session();
        List<DeltaEntry> deltas = new ArrayList<>();
        boolean withdraws;
        try (CopyFileWriter out = new CopyFileWriter(
                folder, session + "/delta." + known.version() + "-" + now.version() + suffix() + ".gz")) {
            out.header(header("delta", session)
                    .put("from", known.version())
                    .put("to", now.version())
                    .put("time", now.time().toString())
                    .toString());
            RowRefs past = last != null && last.list.equals(known)
                    ? CopyDifferences.write(out, last.snapshot, now)
                    : CopyDifferences.write(out, PublishedRows.read(folder, known), now);
            addRedacted(past, known.version(), now.version());
            withdraws = !past.isEmpty();
            for (DeltaEntry delta : known.deltas()) {
                if (!withdraws || !PublishedRows.tells(folder, delta.file(), past)) {
                    deltas.add(delta);
                }
            }
            deltas.add(new DeltaEntry(known.version(), now.version(), out.finish(clock.instant())));
        } catch (IOException damaged) {
            LOG.warn("the files for copies are made anew: {}", damaged.getMessage());
            return anew(session, now);
        }
        if (known.version() == now.version()) {
            return anew(session, now); // the program writes rows otherwise than the one before
        }
        SnapshotEntry whole = known.snapshot();
        if (withdraws || isSnapshotDue(whole, deltas)) {
            whole = snapshot(session, now);
            folder.supersede(known.snapshot().gzip().url(), clock.instant());
            folder.supersede(known.snapshot().zstd().url(), clock.instant());
        }
        List<DeltaEntry> recent = recent(deltas, whole);
        if (withdraws) {
            withdrawAllBut(whole, recent);
        }
        return publish(session, now, whole, recent);
    }

    /** Objects whose old values were taken out of the log: their present rows do not tell it. */
    private void addRedacted(RowRefs past, long version, long last) throws SQLException {
        Redaction.eachObject(store, version, last, past::add);
    }

    /**
     * Takes out all that the next list does not name, also what was replaced a moment ago. It comes before that list: whoever is
     * stopped in between leaves names of files that are gone, not files that tell what they may not.
     */
    private void withdrawAllBut(SnapshotEntry whole, List<DeltaEntry> deltas) throws IOException {
        remove(folder.allBut(CopyFolder.named(whole, deltas)), downloads.addresses());
        downloads.remove();
    }

    /** Takes files out, and notes first what caches are to be told. */
    private void remove(List<String> urls, List<String> others) throws IOException {
        if (!purge.isNone()) {
            List<String> addresses = new ArrayList<>(others);
            urls.forEach(url -> addresses.add(CopyFolder.ADDRESS + url));
            folder.notePurges(addresses);
        }
        folder.remove(urls);
    }

    /** Tells caches what went, until they have heard of it. */
    private void purge() throws IOException, InterruptedException {
        List<String> addresses = purge.isNone() ? List.of() : folder.purges();
        for (int from = 0; from < addresses.size(); from += MAX_PURGED) {
            int to = Math.min(addresses.size(), from + MAX_PURGED);
            if (!purge.run(addresses.subList(from, to))) {
                return;
            }
            folder.keepPurges(addresses.subList(to, addresses.size()));
        }
    }

    private boolean isSnapshotDue(SnapshotEntry whole, List<DeltaEntry> deltas) throws IOException {
        long bytes = deltas.stream()
                .filter(delta -> delta.from() >= whole.version())
                .mapToLong(delta -> delta.file().bytes())
                .sum();
        return isOlder(whole.gzip(), SNAPSHOT_AGE)
                || bytes > Math.max(MIN_SHARE_BYTES, whole.gzip().bytes() / DELTA_SHARE);
    }

    private boolean isOlder(FileEntry file, Duration age) throws IOException {
        Path path = folder.file(file.url());
        return !Files.exists(path)
                || Files.getLastModifiedTime(path).toInstant().plus(age).isBefore(clock.instant());
    }

    /** The last ones, as far as they are worth more than everything anew; all that came after that. */
    private List<DeltaEntry> recent(List<DeltaEntry> deltas, SnapshotEntry whole) throws IOException {
        long most = Math.max(MIN_DELTA_BYTES, whole.gzip().bytes());
        long bytes = 0;
        List<DeltaEntry> recent = new ArrayList<>();
        for (DeltaEntry delta : deltas.reversed()) {
            bytes += delta.file().bytes();
            boolean needed = delta.from() >= whole.version();
            boolean fits = bytes <= most && recent.size() < MAX_DELTAS && !isOlder(delta.file(), DELTA_AGE);
            if (needed || fits) {
                recent.addFirst(delta);
            } else {
                folder.supersede(delta.file().url(), clock.instant());
            }
        }
        return recent;
    }

    private SnapshotEntry snapshot(String session, Snapshot now) throws IOException {
        String name = session + "/snapshot." + now.version() + suffix();
        String header = header("snapshot", session)
                .put("version", now.version())
                .put("time", now.time().toString())
                .toString();
        try (CopyFileWriter gzip = new CopyFileWriter(folder, name + ".gz");
                CopyFileWriter zstd = new CopyFileWriter(folder, name + ".zst")) {
            long[] rows = {0};
            gzip.header(header);
            zstd.header(header);
            for (ObjectType type : ObjectTypes.ALL) {
                PublicRows.<IOException>forEach(now, type, (row, json, start, end) -> {
                    rows[0]++;
                    gzip.row(type.typeName(), row.id(), "", json, start, end);
                    zstd.row(type.typeName(), row.id(), "", json, start, end);
                });
            }
            return new SnapshotEntry(
                    now.version(), gzip.finish(clock.instant()), zstd.finish(clock.instant()), rows[0]);
        }
    }

    private String suffix() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return "." + HexFormat.of().formatHex(bytes) + ".jsonl";
    }

    private static ObjectNode header(String kind, String session) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("peerage_copies", 1)
                .put("kind", kind)
                .put("session", session);
    }

    private CopyNotification publish(String session, Snapshot now, SnapshotEntry whole, List<DeltaEntry> deltas)
            throws IOException, SQLException {
        CopyKeys.KeyPair pair = keys.keys();
        ECKey key = pair.current();
        CopyNotification list = new CopyNotification(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                session,
                now.version(),
                now.time(),
                CopySchema.HASH,
                pair.next().map(CopySignature::publicPart),
                whole,
                deltas,
                "/api/changes?after=" + now.version() + "&session=" + session,
                digest(now),
                redactions(now));
        String json = list.toJson();
        folder.publish(json, CopySignature.sign(json, key), CopySignature.pem(CopySignature.publicPart(key)));
        return list;
    }

    /** Redactions of what everybody sees: what is hidden was withdrawn from copies, and neither its id nor a hidden field is told. */
    private List<RedactedValues> redactions(Snapshot now) throws SQLException {
        return Redaction.all(store).stream()
                .filter(redacted -> redacted.version() <= now.version() && isShown(redacted, now))
                .toList();
    }

    private static boolean isShown(RedactedValues redacted, Snapshot now) {
        Row row = ObjectTypes.byName(redacted.type())
                .filter(redacted::namesNoHiddenField)
                .map(type -> now.find(type, redacted.id()))
                .orElse(null);
        return row != null && Visibility.PUBLIC.canSee(row, now);
    }

    private static Map<String, String> digest(Snapshot now) {
        Map<String, String> digests = new TreeMap<>();
        ObjectTypes.ALL.forEach(type ->
                digests.put(type.typeName(), PublicRows.digest(now, type).toString()));
        return digests;
    }
}
