package org.peerage.ixf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.peerage.access.LoggedActor;
import org.peerage.net.Asn;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.WriteLane;
import org.peerage.registry.WritePiece;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.rules.Violation;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Imports member lists: fetches, reads, compares and writes (docs/spec/ixf.md §2). */
public final class Importer {
    private static final Logger LOG = LoggerFactory.getLogger(Importer.class);

    /** How often an import tries to write while others keep the database busy; each try waits for seconds by itself. */
    private static final int WRITE_TRIES = 6;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);
    private static final int KEPT_PREVIEWS = 16;
    private static final Duration PREVIEW_AGE = Duration.ofMinutes(10);

    private final Supplier<Snapshot> registry;
    private final Editor editor;
    private final ImportStore store;
    private final FeedClient client;
    private final Clock clock;
    private final Consumer<Run> listener;
    private final BooleanSupplier removesStale;
    private final BooleanSupplier mailsNetworks;
    private final QuietImports quiet = new QuietImports();
    private final DocumentBudget budget;
    private final Cache<Long, Preview> previews = Caffeine.newBuilder()
            .maximumSize(KEPT_PREVIEWS)
            .expireAfterWrite(PREVIEW_AGE)
            .build();

    /** Plans of last good documents: forms ask for them again and again. */
    private final Cache<PlanKey, DocumentPlan> plans = Caffeine.newBuilder()
            .maximumSize(KEPT_PREVIEWS)
            .expireAfterWrite(PREVIEW_AGE)
            .build();

    /** What the plan of a last good document depends on. */
    private record PlanKey(long lan, String hash, Comparison.Settings settings, long version) {}

    /** What is planned for a document, and whether it could be read. */
    private record DocumentPlan(Plan plan, boolean isRead) {
        Plan of(Asn asn) {
            return isRead ? plan.of(asn) : plan;
        }
    }

    private static final DocumentPlan NO_DOCUMENT =
            new DocumentPlan(Plan.refused("IX-F data not locally cached for this resource yet.", List.of()), false);

    /**
     * Makes an importer.
     *
     * @param budget of all who read documents in this process
     * @param removesStale whether connections go that an exchange has not listed for months, whatever the network wants
     * @param mailsNetworks whether networks get mails about imports
     * @param listener is told of each import that has ended
     */
    public Importer(
            Supplier<Snapshot> registry,
            Editor editor,
            ImportStore store,
            FeedClient client,
            DocumentBudget budget,
            Clock clock,
            BooleanSupplier removesStale,
            BooleanSupplier mailsNetworks,
            Consumer<Run> listener) {
        this.removesStale = removesStale;
        this.mailsNetworks = mailsNetworks;
        this.registry = registry;
        this.editor = editor;
        this.store = store;
        this.client = client;
        this.budget = budget;
        this.clock = clock;
        this.listener = listener;
    }

    /** Whose doing imports are, in the log of changes. */
    private static final Author AUTHOR = new TrustedAuthor(LoggedActor.IMPORTER, false);

    /** What came of asking for a feed and reading it. */
    private sealed interface Source {
        @SuppressWarnings("ArrayRecordComponent") // looked into, never compared
        record Good(MemberList list, String hash, byte[] document, FeedClient.Known known, Feed.Verified verified)
                implements Source {}

        record Bad(String error, List<Finding> findings) implements Source {}
    }

    /** Imports the feed of an exchange now; false where an import of it is under way. */
    public boolean run(long exchange, Run.Cause cause) {
        Snapshot snapshot = registry.get();
        Optional<Row> found = Lan.ofExchange(snapshot, exchange);
        if (found.isEmpty()) {
            noteQuietly(
                    new Run(0, 0, cause, clock.instant(), clock.instant(), Run.State.FAILED, "", Run.Counts.NONE, 0),
                    exchange,
                    "error");
            return false;
        }
        Row lan = found.get();
        Optional<Long> number = store.begin(lan.id(), cause);
        if (number.isEmpty()) {
            return false;
        }
        Instant began = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Run run = new Run(lan.id(), number.get(), cause, began, began, Run.State.FAILED, "", Run.Counts.NONE, 0);
        String report = Report.NONE;
        try {
            noteQuietly(run, exchange, "importing");
            Ended ended = run(run, exchange, lan);
            run = ended.run;
            report = ended.report;
        } catch (WriteLane.WriteUnavailableException unavailable) {
            run = failed(run, "The registry could not be written to: " + unavailable.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("the import of ix {} failed", exchange, bug);
            run = failed(run, "Internal Error: " + bug);
        }
        if (run.state() == Run.State.FAILED) {
            store.end(lan.id(), run.number(), Run.State.FAILED, run.error(), "", run.counts(), report);
            if (!run.error()
                    .equals(ImportStore.INTERRUPTED)) { // else another process imports it, and says how it ended
                noteQuietly(run, exchange, "error");
            }
        }
        listener.accept(run);
        return true;
    }

    /** An import that has ended, with what its page tells of it. */
    private record Ended(Run run, String report) {}

    /** Where the feed of an exchange is; empty: at no host that could be asked. */
    public String host(long exchange) {
        return Lan.ofExchange(registry.get(), exchange)
                .map(lan -> FeedUrl.hostOf(url(lan)))
                .orElse("");
    }

    /** Whether a secret could be sent to a LAN's feed: nobody on the way could read it. */
    public boolean mayBeSentSecrets(Row lan) {
        return client.mayBeSentSecrets(url(lan));
    }

    private Ended run(Run run, long exchange, Row lan) throws WriteLane.WriteUnavailableException {
        String url = url(lan);
        Optional<FeedKey> pinned = store.settings().key(lan.id());
        Optional<Feed> known = known(lan, pinned);
        try (Fetched fetched = fetch(lan, known)) {
            if (Thread.currentThread().isInterrupted()) {
                return new Ended(failed(run, ImportStore.INTERRUPTED), Report.NONE); // no fault of the feed's
            }
            if (run.cause() == Run.Cause.DAILY && isAsBefore(lan, known, fetched)) {
                return asBefore(run, exchange, lan, known.orElseThrow(), fetched);
            }
            quiet.forget(lan);
            Optional<Signature> signature = signature(lan, pinned, fetched);
            return budget.inTurn(
                            size(known, fetched), WriteLane.WriteUnavailableException.class, isStopped -> switch (read(
                                    lan, known, fetched, signature)) {
                                case Source.Bad(String error, List<Finding> findings) -> {
                                    fail(lan, url, error, findings, "");
                                    yield new Ended(failed(run, error), Report.of(findings));
                                }
                                case Source.Good good -> compared(run, exchange, lan, good, isStopped);
                            })
                    .orElseGet(() -> new Ended(failed(run, ImportStore.INTERRUPTED), Report.NONE));
        }
    }

    /** Whether all is as the last import left it, and there is nothing that would be told after a while. */
    private boolean isAsBefore(Row lan, Optional<Feed> known, Fetched fetched) {
        if (known.isEmpty() || known.get().failures() > 0) {
            return false;
        }
        String hash = known.get().hash();
        boolean sameDocument =
                switch (fetched) {
                    case Fetched.Failed failed -> false;
                    case Fetched.Unchanged unchanged -> true;
                    case Fetched.Document document -> document.body().hash().equals(hash);
                };
        Snapshot snapshot = registry.get();
        return sameDocument
                && quiet.isAsBefore(snapshot, lan, hash, settings(lan, hash), () -> store.digestOfProposals(lan.id()))
                && !isSomethingDue(snapshot, lan);
    }

    private boolean isSomethingDue(Snapshot snapshot, Row lan) {
        AfterImport after = new AfterImport(Lan.of(snapshot, lan), snapshot, clock.instant(), false);
        return store.waitingSince(lan.id(), clock.instant().minus(AfterImport.STAYS)).stream()
                        .anyMatch(asn -> !after.hasContacts(asn))
                || (removesStale.getAsBoolean()
                        && store.proposals(lan.id()).stream()
                                .anyMatch(proposal -> proposal.kind() == Step.Kind.DELETE));
    }

    /** Notes that there was an import that had nothing to do. */
    private Ended asBefore(Run run, long exchange, Row lan, Feed known, Fetched fetched)
            throws WriteLane.WriteUnavailableException {
        long networks =
                Objects.requireNonNull(registry.get().find(Ix.TYPE, exchange)).get(Ix.IXF_NET_COUNT);
        FeedClient.Known validators = fetched instanceof Fetched.Document document
                ? new FeedClient.Known(document.etag(), document.lastModified())
                : known.known();
        AtomicReference<Run.Counts> written = new AtomicReference<>();
        Editor.EachOutcome outcome = editor.submitEach(
                List.of(noted(run, exchange, networks)), AUTHOR, cause(run, exchange), (moment, refusals) -> {
                    Sql sql = new Sql(moment.connection());
                    ImportStore.confirm(sql, lan.id(), validators, clock.instant());
                    ProposalStore.seen(sql, lan.id(), clock.instant());
                    store.endAsBefore(sql, lan.id(), run.number(), known.hash());
                    written.set(Run.Counts.NONE);
                });
        Run ended = ended(run, written.get(), outcome, () -> {
            store.endAsBefore(lan.id(), run.number(), known.hash());
            return Run.Counts.NONE;
        });
        return new Ended(ended, Report.NONE);
    }

    /**
     * An import after its write. A registry that takes no changes now wrote nothing; nor does one where an import of the same second has
     * left nothing to change, so that there was no write to end it with.
     *
     * @param counts of a good import, once it is noted as one
     */
    private Run ended(Run run, Run.@Nullable Counts written, Editor.EachOutcome outcome, Supplier<Run.Counts> counts) {
        Optional<Refusal> refusal = outcome.refusals().getLast();
        if (written == null && refusal.isPresent()) {
            return failed(run, "The registry could not be written to: " + words(refusal.get()));
        }
        return run.ended(clock.instant(), Run.State.DONE, "", written == null ? counts.get() : written);
    }

    private static WritePiece noted(Run run, long exchange, long networks) {
        boolean asked = run.cause() == Run.Cause.REQUEST;
        return new WritePiece(
                List.of(),
                List.of(new Operation.NoteImport(exchange, asked ? "finished" : null, run.began(), networks)));
    }

    private static String cause(Run run, long exchange) {
        return "ixf:" + exchange + ":" + run.number();
    }

    /** Compares and writes; again, against the registry as it is then, where others keep the database busy. */
    private Ended compared(Run run, long exchange, Row lan, Source.Good good, BooleanSupplier isStopped)
            throws WriteLane.WriteUnavailableException {
        for (int i = 1; ; i++) {
            Snapshot snapshot = registry.get();
            Comparison.Settings settings = settings(lan, good.hash); // once: others may save them meanwhile
            Plan plan = plan(snapshot, lan, good, settings);
            if (plan.error().isPresent()) {
                fail(lan, url(lan), plan.error().get(), plan.findings(), plan.contact());
                return new Ended(failed(run, plan.error().get()), Report.of(plan.findings()));
            }
            if (isStopped.getAsBoolean()) {
                return new Ended(failed(run, ImportStore.INTERRUPTED), Report.NONE); // another process imports it now
            }
            if (i == 1) { // what contradicts itself does not replace a list that did not
                store.keep(lan.id(), url(lan), good.known, good.hash, good.verified, good.document);
            }
            try {
                Written written = write(run, exchange, lan, plan, good);
                if (written.proposals.isPresent()) {
                    quiet.note(snapshot, lan, good.list, good.hash, settings, plan, written.proposals.get());
                }
                return new Ended(written.run, Report.of(plan));
            } catch (WriteLane.WriteUnavailableException busy) {
                Optional<Run> written =
                        store.run(lan.id(), run.number()).filter(known -> known.state() == Run.State.DONE);
                if (written.isPresent()) {
                    return new Ended(written.get(), Report.of(plan)); // it was: only the answer was lost
                }
                if (busy.isPermanent() || i == WRITE_TRIES) {
                    throw busy;
                }
                LOG.info("the import of ix {} waits, for the database is busy: {}", exchange, busy.toString());
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private Plan plan(Snapshot snapshot, Row lan, Source.Good good, Comparison.Settings settings) {
        Plan plan = Comparison.of(snapshot, lan, good.list, settings.leaving(store.leaving(lan.id())));
        List<Finding> findings = new ArrayList<>(plan.findings());
        findings.addAll(MemberListSchema.findings(good.document));
        Plan placed = plan.withFindings(MemberListReader.placed(good.document, findings));
        return removesStale.getAsBoolean()
                ? StaleRows.removed(
                        placed, store.proposals(lan.id()), Brakes.limit(Lan.of(snapshot, lan)), clock.instant())
                : placed;
    }

    private void fail(Row lan, String url, String error, List<Finding> findings, String recipient) {
        AfterImport after = new AfterImport(Lan.of(registry.get(), lan), registry.get(), clock.instant(), false);
        store.fail(lan.id(), url, error, sql -> after.failed(sql, error, findings, recipient));
    }

    /**
     * An import after its try to write.
     *
     * @param proposals what the write left, see {@link ProposalStore#digest}; empty: nothing was written
     */
    private record Written(Run run, Optional<String> proposals) {}

    private Written write(Run run, long exchange, Row lan, Plan plan, Source.Good source)
            throws WriteLane.WriteUnavailableException {
        Snapshot snapshot = registry.get();
        Map<String, String> entries = entries(plan, source.document);
        boolean reminds = removesStale.getAsBoolean() && mailsNetworks.getAsBoolean();
        AfterImport after = new AfterImport(Lan.of(snapshot, lan), snapshot, clock.instant(), reminds);
        PlanWrite write = PlanWrite.of(plan, lan.id());
        List<WritePiece> pieces = new ArrayList<>(write.pieces());
        pieces.add(noted(run, exchange, plan.networks()));
        String cause = cause(run, exchange);
        Row exchangeRow = Objects.requireNonNull(registry.get().find(Ix.TYPE, exchange));
        AtomicReference<Run.Counts> written = new AtomicReference<>();
        AtomicReference<String> proposals = new AtomicReference<>();
        Editor.EachOutcome outcome = editor.submitEach(pieces, AUTHOR, cause, (moment, refusals) -> {
            Run.Counts counts = counts(plan, notDone(write, refusals));
            Sql sql = new Sql(moment.connection());
            List<ImportStore.Line> lines = lines(snapshot, lan, exchangeRow, write, refusals);
            store.log(sql, lan.id(), run.number(), moment.version(), cause, lines);
            after.completed(sql, plan, done(write, refusals), refused(write, refusals), entries, source.hash);
            // With the write, so that an import that was carried out is never taken for one that was cut off.
            store.end(sql, lan.id(), run.number(), Run.State.DONE, "", source.hash, counts, Report.of(plan));
            proposals.set(ProposalStore.digest(sql, lan.id()));
            written.set(counts);
        });
        for (int i = 0; i < write.pieces().size(); i++) {
            if (outcome.refusals().get(i).isPresent()) {
                LOG.info(
                        "import {}: {} is refused: {}",
                        cause,
                        write.steps().get(i).getFirst().reason(),
                        words(outcome.refusals().get(i).get()));
            }
        }
        Run ended = ended(run, written.get(), outcome, () -> {
            Run.Counts counts = counts(plan, notDone(write, outcome.refusals()));
            store.end(lan.id(), run.number(), source.hash, counts, Report.of(plan), sql -> {
                after.completed(sql, plan, List.of(), refused(write, outcome.refusals()), entries, source.hash);
                proposals.set(ProposalStore.digest(sql, lan.id()));
            });
            return counts;
        });
        return new Written(ended, Optional.ofNullable(proposals.get()));
    }

    private static int notDone(PlanWrite write, List<Optional<Refusal>> refusals) {
        int steps = 0;
        for (int i = 0; i < write.steps().size(); i++) {
            steps += refusals.get(i).isPresent() ? write.steps().get(i).size() : 0;
        }
        return steps;
    }

    private static String words(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Message(int status, String text) -> text;
            case Refusal.Invalid(var violations) -> violations.toString();
            case Refusal.VersionMismatch outdated -> "it has changed meanwhile";
            case Refusal.ObjectNotFound none -> "it is gone";
            case Refusal.NotPermitted no -> "that is not allowed";
            case Refusal.Forbidden no -> "that is not allowed";
        };
    }

    private List<ImportStore.Line> lines(
            Snapshot before, Row lan, Row exchange, PlanWrite write, List<Optional<Refusal>> refusals) {
        PlanJson json = new PlanJson(lan, exchange);
        List<ImportStore.Line> lines = new ArrayList<>();
        String now = clock.instant()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace("T", " ")
                .replace("Z", "");
        done(write, refusals).forEach(step -> {
            long peering =
                    switch (step) {
                        case Step.Modify modify -> modify.row().id();
                        case Step.Delete delete -> delete.row().id();
                        case Step.SetFacility set -> set.row().id();
                        default -> 0;
                    };
            List<ObjectNode> told =
                    step instanceof Step.SetFacility set ? List.of(json.facility(set)) : json.lines(step);
            for (ObjectNode line : told) {
                ObjectNode entry = Postmortem.entry(line, step, before, lan.id(), now);
                String action = isLeaving(step)
                        ? ImportStore.LEAVING
                        : entry.path("action").asString("");
                lines.add(new ImportStore.Line(step.asn().value(), peering, action, entry.toString()));
            }
        });
        return lines;
    }

    private static boolean isLeaving(Step step) {
        return step instanceof Step.Delete delete && !delete.reassigned();
    }

    private static List<Step> done(PlanWrite write, List<Optional<Refusal>> refusals) {
        List<Step> done = new ArrayList<>();
        for (int i = 0; i < write.steps().size(); i++) {
            if (refusals.get(i).isEmpty()) {
                done.addAll(write.steps().get(i));
            }
        }
        return done;
    }

    /** Steps that break a rule; a row that has changed meanwhile is the next import's. */
    private static List<AfterImport.Refused> refused(PlanWrite write, List<Optional<Refusal>> refusals) {
        List<AfterImport.Refused> refused = new ArrayList<>();
        for (int i = 0; i < write.steps().size(); i++) {
            Optional<Refusal> refusal = refusals.get(i);
            if (refusal.isPresent() && !(refusal.get() instanceof Refusal.VersionMismatch)) {
                write.steps().get(i).forEach(step -> refused.add(new AfterImport.Refused(step, errors(refusal.get()))));
            }
        }
        return refused;
    }

    private static Map<String, String> errors(Refusal refusal) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (refusal instanceof Refusal.Invalid(List<Violation> violations)) {
            violations.forEach(violation -> errors.putIfAbsent(violation.field(), violation.message()));
        } else {
            errors.put("non_field_errors", words(refusal));
        }
        return errors;
    }

    /** What the feed has of each proposal. */
    private static Map<String, String> entries(Plan plan, byte[] document) {
        Set<String> pointers = new HashSet<>();
        plan.steps().forEach(step -> {
            if (step instanceof Step.Propose && !step.pointer().isEmpty()) {
                pointers.add(FeedExcerpts.connection(step.pointer()));
            }
        });
        return FeedExcerpts.of(document, pointers);
    }

    private static Run.Counts counts(Plan plan, int refused) {
        int[] of = new int[6];
        for (Step step : plan.steps()) {
            switch (step) {
                case Step.Add add -> of[0]++;
                case Step.Modify modify -> {
                    of[1]++;
                    of[2] += modify.merged().size();
                }
                case Step.Delete delete -> of[2]++;
                case Step.Propose propose -> of[3]++;
                case Step.Hold hold -> of[4]++;
                case Step.Ignore ignore -> of[5]++;
                case Step.SetFacility set -> {} // no difference of the row's owner
                case Step.Notice notice -> {} // changes nothing
            }
        }
        return new Run.Counts(
                of[0],
                of[1],
                of[2],
                of[3],
                refused,
                of[4],
                of[5],
                plan.findings().size());
    }

    /** What is known of a LAN's feed, if it is still the same, and its document counts. */
    private Optional<Feed> known(Row lan, Optional<FeedKey> pinned) {
        return store.feed(lan.id()).filter(feed -> feed.url().equals(url(lan)) && feed.counts(pinned));
    }

    /**
     * The signature that a document came with, or that was asked for.
     *
     * @param error why there is none; empty: there is
     */
    private record Signature(FeedKey key, String jws, String error) {}

    /** Of a document that has to have one: without the exchange's key, or if we have the document already, it need not. */
    private Optional<Signature> signature(Row lan, Optional<FeedKey> pinned, Fetched fetched) {
        return pinned.isPresent() && fetched instanceof Fetched.Document document
                ? Optional.of(signature(lan, pinned.get(), document))
                : Optional.empty();
    }

    private Signature signature(Row lan, FeedKey key, Fetched.Document document) {
        if (!document.signature().isEmpty()) {
            return new Signature(key, document.signature(), "");
        }
        try (Fetched fetched = client.fetchSignature(url(lan), store.settings().header(lan.id()))) {
            return switch (fetched) {
                case Fetched.Document found ->
                    new Signature(key, new String(found.body().bytes(), StandardCharsets.UTF_8), "");
                case Fetched.Failed(String error) ->
                    new Signature(key, "", "The signature of the list could not be fetched: " + error);
                case Fetched.Unchanged unchanged -> throw new IllegalStateException("nothing was known of it");
            };
        }
    }

    private static FeedClient.Known validators(Optional<Feed> known) {
        return known.map(Feed::known).orElse(FeedClient.Known.NOTHING);
    }

    private Fetched fetch(Row lan, Optional<Feed> known) {
        return client.fetch(url(lan), validators(known), store.settings().header(lan.id()));
    }

    private static long size(Optional<Feed> known, Fetched fetched) {
        return switch (fetched) {
            case Fetched.Failed failed -> 0;
            case Fetched.Unchanged unchanged -> known.map(Feed::size).orElse(0L);
            case Fetched.Document document -> document.body().size();
        };
    }

    private Source read(Row lan, Optional<Feed> known, Fetched fetched, Optional<Signature> signature) {
        return switch (fetched) {
            case Fetched.Failed(String error) -> new Source.Bad(error, List.of());
            case Fetched.Unchanged unchanged ->
                read(
                        validators(known),
                        store.document(lan.id()).orElse(new byte[0]),
                        known.map(Feed::verified).orElse(Feed.Verified.NOT));
            case Fetched.Document document -> {
                FeedClient.Known validators = new FeedClient.Known(document.etag(), document.lastModified());
                byte[] bytes = document.body().bytes();
                yield signature.isEmpty()
                        ? read(validators, bytes, Feed.Verified.NOT)
                        : read(validators, bytes, signature.get());
            }
        };
    }

    private Source read(FeedClient.Known known, byte[] document, Signature signature) {
        Optional<String> problem = signature.error.isEmpty()
                ? FeedSignature.problem(signature.jws, document, signature.key)
                : Optional.of(signature.error);
        return problem.isPresent()
                ? new Source.Bad(problem.get(), List.of())
                : read(known, document, new Feed.Verified(signature.key.fingerprint(), clock.instant()));
    }

    private static Source read(FeedClient.Known known, byte[] document, Feed.Verified verified) {
        return switch (MemberListReader.read(document)) {
            case Reading.Unreadable(String error, List<Finding> findings) -> new Source.Bad(error, findings);
            case Reading.Document(MemberList list) -> new Source.Good(list, hash(document), document, known, verified);
        };
    }

    private Comparison.Settings settings(Row lan, String hash) {
        return settings(lan, hash, store.feed(lan.id()));
    }

    private Comparison.Settings settings(Row lan, String hash, Optional<Feed> known) {
        boolean released = known.filter(feed -> feed.released().equals(hash)).isPresent();
        FeedSettings feed = store.settings().of(lan.id());
        return (released ? Comparison.Settings.RELEASED : Comparison.Settings.STANDARD).of(feed, grace(lan, feed));
    }

    private Grace grace(Row lan, FeedSettings feed) {
        return feed.graceDays() == 0
                ? Grace.NONE
                : new Grace(
                        feed.graceDays(),
                        store.settings().waiting(lan.id()),
                        clock.instant().truncatedTo(ChronoUnit.HOURS));
    }

    /** What an import of this LAN would do now; nothing is written. */
    public Preview preview(Row lan) {
        Optional<FeedKey> pinned = store.settings().key(lan.id());
        Optional<Feed> known = known(lan, pinned);
        try (Fetched fetched = fetch(lan, known)) {
            Optional<Signature> signature = signature(lan, pinned, fetched);
            Preview preview = budget.with(
                    size(known, fetched),
                    () -> preview(lan, read(lan, known, fetched, signature), Optional.of(clock.instant())));
            previews.put(lan.id(), preview);
            return preview;
        }
    }

    /** What an import of a document would do that is not published yet. */
    public Preview preview(Row lan, byte[] document) {
        return budget.with(
                document.length,
                () -> preview(lan, read(FeedClient.Known.NOTHING, document, Feed.Verified.NOT), Optional.empty()));
    }

    /**
     * The same of one that somebody is sending; empty where it cannot be taken.
     *
     * @throws DocumentsBusyException where too many do that
     */
    public Optional<Preview> preview(Row lan, Supplier<Optional<byte[]>> sent) {
        return budget.withUpload(() -> sent.get().map(document -> preview(lan, document)));
    }

    /** The last preview of a LAN, for a while: what is shown as a file is what was shown on the page. */
    public Optional<Preview> lastPreview(long lan) {
        return Optional.ofNullable(previews.getIfPresent(lan));
    }

    private Preview preview(Row lan, Source source, Optional<Instant> fetched) {
        Row exchange = Objects.requireNonNull(registry.get().find(Ix.TYPE, lan.get(IxLan.IX_ID)));
        return switch (source) {
            case Source.Bad(String error, List<Finding> findings) ->
                new Preview(lan, exchange, Plan.refused(error, findings), "", Optional.empty(), clock.instant());
            case Source.Good good ->
                new Preview(
                        lan,
                        exchange,
                        plan(registry.get(), lan, good, settings(lan, good.hash)),
                        good.hash,
                        fetched,
                        clock.instant());
        };
    }

    /** What an import of the last good document would do to one network. */
    public Preview cached(Row lan, Asn asn) {
        return cached(lan, asn, false);
    }

    /**
     * The same.
     *
     * @param asAutomatic as if the network let exchanges change its connections
     */
    public Preview cached(Row lan, Asn asn, boolean asAutomatic) {
        Row exchange = Objects.requireNonNull(registry.get().find(Ix.TYPE, lan.get(IxLan.IX_ID)));
        DocumentPlan plan = asAutomatic ? ofDocument(lan, settings -> settings.asAutomatic(asn)) : ofDocument(lan);
        return new Preview(lan, exchange, plan.of(asn), "", Optional.empty(), clock.instant());
    }

    /** Kept for those who ask again, under nothing but what it was made from. */
    private DocumentPlan ofDocument(Row lan) {
        Snapshot snapshot = registry.get();
        Optional<Feed> known = store.countingFeed(lan.id());
        if (known.isEmpty()) {
            return NO_DOCUMENT;
        }
        String hash = known.get().hash();
        PlanKey key = new PlanKey(lan.id(), hash, settings(lan, hash, known), snapshot.version());
        return plans.get(key, any -> ofDocument(snapshot, lan, known.get(), key.settings));
    }

    /** What the last good document of a LAN would do if the exchange said something else of its feed. */
    public Preview ifSettings(Row lan, FeedSettings feed) {
        Row exchange = Objects.requireNonNull(registry.get().find(Ix.TYPE, lan.get(IxLan.IX_ID)));
        DocumentPlan plan = ofDocument(lan, settings -> settings.of(feed, grace(lan, feed)));
        return new Preview(lan, exchange, plan.plan, "", Optional.empty(), clock.instant());
    }

    private DocumentPlan ofDocument(Row lan, UnaryOperator<Comparison.Settings> changed) {
        Optional<Feed> known = store.countingFeed(lan.id());
        return known.isEmpty()
                ? NO_DOCUMENT
                : ofDocument(
                        registry.get(),
                        lan,
                        known.get(),
                        changed.apply(settings(lan, known.get().hash(), known)));
    }

    private DocumentPlan ofDocument(Snapshot snapshot, Row lan, Feed feed, Comparison.Settings settings) {
        return budget.with(
                feed.size(),
                // One that another has replaced meanwhile is not told to be this one: they ask again.
                () -> store.document(lan.id(), feed.hash())
                        .map(document -> ofDocument(snapshot, lan, document, settings))
                        .orElseThrow(DocumentsBusyException::new));
    }

    private static DocumentPlan ofDocument(Snapshot snapshot, Row lan, byte[] document, Comparison.Settings settings) {
        return switch (MemberListReader.read(document)) {
            case Reading.Unreadable(String error, List<Finding> findings) ->
                new DocumentPlan(Plan.refused(error, findings), false);
            case Reading.Document(MemberList list) ->
                new DocumentPlan(Comparison.of(snapshot, lan, list, settings), true);
        };
    }

    /** LANs where a network has connections, whose feeds are imported regularly. */
    public List<Row> importingLans(Row network) {
        Snapshot snapshot = registry.get();
        return snapshot.referring(NetIxLan.NET_ID, network.id()).stream()
                .filter(Row::isActive)
                .map(row -> row.get(NetIxLan.IXLAN_ID))
                .distinct()
                .sorted()
                .map(id -> Objects.requireNonNull(snapshot.find(IxLan.TYPE, id)))
                .filter(Importer::isImporting)
                .toList();
    }

    /** Whether the feed of a LAN is imported regularly. */
    public static boolean isImporting(Row lan) {
        return lan.isActive() && lan.get(IxLan.IXF_IXP_IMPORT_ENABLED) && !url(lan).isEmpty();
    }

    /** Whether the registry takes no changes at the moment. */
    public boolean isPaused() {
        return editor.isPaused();
    }

    public ImportStore store() {
        return store;
    }

    private void note(Run run, long exchange, String status) throws WriteLane.WriteUnavailableException {
        if (run.cause() == Run.Cause.REQUEST) {
            var _ = editor.submit(Editor.WriteCommand.of(
                    new Operation.NoteImport(exchange, status, null, 0),
                    AUTHOR,
                    "ixf:" + exchange + ":" + run.number()));
        }
    }

    /** For people who look at it: an import does not fail because this could not be written. */
    private void noteQuietly(Run run, long exchange, String status) {
        try {
            note(run, exchange, status);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            LOG.warn("the state {} of the import of ix {} is not noted: {}", status, exchange, unavailable.toString());
        }
    }

    private Run failed(Run run, String error) {
        return run.ended(clock.instant(), Run.State.FAILED, error, run.counts());
    }

    /** Where a LAN's feed is; empty: nowhere. */
    public static String url(Row lan) {
        String url = lan.find(IxLan.IXF_IXP_MEMBER_LIST_URL);
        return url == null ? "" : url;
    }

    static String hash(byte[] document) {
        return HexFormat.of().formatHex(sha256().digest(document));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
