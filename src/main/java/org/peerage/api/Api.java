package org.peerage.api;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.schema.ObjectType;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything under {@code /api}: on the way of a read there is nothing but the caller, the query, the snapshot and the
 * bytes. It knows no web server.
 */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private static final int WORTH_KEEPING = 4096;

    private final KeptAnswers kept = new KeptAnswers();
    private final Supplier<Snapshot> current;
    private final Gate gate;
    private final Supplier<byte[]> schema;
    private final Writes writes;
    private final History history;
    private final Members members;
    private final OwnWrites ownWrites;
    private final Search search;
    private final Logo logo;

    public Api(
            Supplier<Snapshot> current,
            Gate gate,
            Supplier<byte[]> schema,
            Writes writes,
            History history,
            Members members,
            OwnWrites ownWrites,
            Search search,
            Logo logo) {
        this.current = current;
        this.gate = gate;
        this.schema = schema;
        this.writes = writes;
        this.history = history;
        this.members = members;
        this.ownWrites = ownWrites;
        this.search = search;
        this.logo = logo;
    }

    /** Makes the answers for a whole list ready, compressed too. */
    public static void warmUp(Snapshot snapshot, ObjectType type) {
        Reads.warmUp(snapshot, type);
    }

    /**
     * Whether an answer is found without waiting for anything and among few rows, so that it may be made where
     * connections are polled.
     */
    public boolean isQuick(Asked request) {
        if (!request.method().equals("GET") || !AccessGate.isQuick(request) || OwnWrites.areNamed(request)) {
            return false;
        }
        Snapshot snapshot = current.get();
        return QuickReads.isOne(request.path(), request.query(), snapshot) || isReady(request, snapshot);
    }

    /** Whether nobody in particular asks for bytes that are there. */
    private boolean isReady(Asked request, Snapshot snapshot) {
        if (request.header("Authorization") != null) {
            return false;
        }
        boolean gzip = Accepted.gzip(request.header("Accept-Encoding"));
        if (request.query() == null) {
            Optional<ObjectType> type = QuickReads.list(request.path());
            if (type.isPresent()) {
                String tag = AnswerWriter.entityTag(
                        snapshot.version(), Caller.anonymous().visibilityTag(), gzip);
                return snapshot.madeList(type.get(), Visibility.Level.PUBLIC)
                        .filter(list -> ReadyLists.isReady(list, gzip) || AnswerWriter.names(request, tag))
                        .isPresent();
            }
        }
        if (AnswerWriter.isPretty(request)) {
            return false;
        }
        Body.Kept answer = kept.find(snapshot, Visibility.PUBLIC, request);
        return answer != null && answer.isReady(gzip);
    }

    /** The answer to a request; never fails. */
    public Outgoing answer(Asked request) {
        return guarded(request, this::answer);
    }

    /** Puts an answer into what goes out. */
    interface Answering {
        void answer(Asked request, String requestId, Outgoing out) throws IOException;
    }

    /** What goes out under a name of the request; where answering fails, what tells so. */
    static Outgoing guarded(Asked request, Answering answering) {
        String requestId = RequestIds.of(request);
        Outgoing out = begun(requestId);
        try {
            answering.answer(request, requestId, out);
            return out;
        } catch (History.StoreUnreachable unreachable) {
            LOG.warn("request {}: the database does not answer: {}", requestId, unreachable.getMessage());
            return failed(
                    request,
                    requestId,
                    Answer.error(503, "the database does not answer now").with("Retry-After", "5"));
        } catch (IOException unread) {
            LOG.debug("request {} was not read: {}", requestId, unread.toString());
            return failed(request, requestId, Answer.error(400, "The request could not be read to its end"));
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("request {} failed: {} {}", requestId, request.method(), request.rawPath(), bug);
            return failed(request, requestId, Answer.error(500, "Internal error; it is in the log under " + requestId));
        }
    }

    private static Outgoing begun(String requestId) {
        Outgoing out = new Outgoing();
        out.add("X-Request-Id", requestId);
        return out;
    }

    private static Outgoing failed(Asked request, String requestId, Answer answer) {
        Outgoing out = begun(requestId);
        AnswerWriter.write(request, out, answer, null);
        return out;
    }

    private void answer(Asked request, String requestId, Outgoing out) throws IOException {
        Address address = Address.of(request.path());
        if (address instanceof Address.Moved) {
            AnswerWriter.write(request, out, Pages.movedTo("/api/"), null);
            return;
        }
        if (address instanceof Address.Find && QuickSearch.withoutKey(request).isPresent()) {
            common(request, out, false);
            AnswerWriter.write(request, out, QuickSearch.withoutKey(request).get(), null);
            return;
        }
        Admission admission = gate.admit(request);
        switch (admission) {
            case Admission.Refused(Answer answer, boolean authenticated) -> {
                common(request, out, authenticated);
                AnswerWriter.write(request, out, answer, null);
            }
            case Admission.Admitted caller -> {
                common(request, out, caller.showsAuthenticated());
                if (!ownWrites.areHere(request)) {
                    AnswerWriter.write(request, out, OwnWrites.refusal(), null);
                    return;
                }
                Snapshot snapshot = current.get();
                Answer asked = explained(answer(request, requestId, address, caller, snapshot), request);
                Answer answer = gate.refusal(request, caller, asked.length()).orElse(asked);
                AnswerWriter.write(request, out, answer, tag(address, answer, caller, snapshot));
            }
        }
    }

    /** Nobody is turned away without a word (docs/spec/deviations.md §15). */
    private static Answer explained(Answer answer, Asked request) {
        boolean silent = (answer.status() == 401 || answer.status() == 403) && answer.body() instanceof Body.None;
        return silent
                ? Answer.error(answer.status(), "Missing right: " + right(request.method()) + " on " + request.path())
                : answer;
    }

    private static String right(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> "delete";
            default -> "read";
        };
    }

    private Answer answer(
            Asked request, String requestId, Address address, Admission.Admitted caller, Snapshot snapshot)
            throws IOException {
        if (address instanceof Address.Nothing) {
            return Pages.notFound();
        }
        Methods methods = Methods.of(address);
        String method = request.method();
        if (!methods.allows(method)) {
            return Answer.error(405, "Method \"" + method.toUpperCase(Locale.ROOT) + "\" not allowed.")
                    .with("Allow", methods.allowed());
        }
        if (!isAcceptable(address, request)) {
            return Answer.error(406, "Could not satisfy the request Accept header.");
        }
        if (!Parameters.isWellFormed(request.query())) {
            return Answer.error(400, "The query has a % that is not followed by two hexadecimal digits");
        }
        if (address instanceof Address.Users(long organization, String what) && !method.equals("OPTIONS")) {
            return members.answer(request, organization, what, caller.caller(), snapshot);
        }
        if (method.equals("OPTIONS")) {
            return Options.of(address, caller.caller(), snapshot).with("Allow", methods.allowed());
        }
        if (address instanceof Address.LogoOf(ObjectType type, long id) && !method.equals("PATCH")) {
            return logo.answer(type, id, request, caller, snapshot);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return write(request, method, address, Writes.Wish.of(request, caller, requestId, snapshot));
        }
        Reads reads = new Reads(snapshot, caller.sight(), caller.isKnown(), search);
        return switch (address) {
            case Address.Index index -> Pages.index(request);
            case Address.AllOf(ObjectType type) ->
                kept(
                        request,
                        caller,
                        snapshot,
                        () -> reads.list(type, Parameters.parse(request.query()), Pages.here(request)));
            case Address.One(ObjectType type, long id) ->
                kept(request, caller, snapshot, () -> reads.single(type, id, Parameters.parse(request.query())));
            case Address.NoId noId -> Answer.error(404, "Not found.");
            case Address.AsSets all -> reads.asSets();
            case Address.AsSet(String asn) -> reads.asSet(asn);
            case Address.History(ObjectType type, long id) ->
                history.of(type, id, caller, snapshot, Parameters.parse(request.query()));
            case Address.Changes all -> history.changes(request, caller, current);
            case Address.LogoOf picture -> throw new IllegalStateException("answered before");
            case Address.Action action -> throw new IllegalStateException("not to be read");
            case Address.Batch batch -> throw new IllegalStateException("not to be read");
            case Address.Users users -> throw new IllegalStateException("answered before");
            case Address.Own(ObjectType type) ->
                OwnObject.of(type, request, caller.caller(), members.organizationsOf(caller.caller()), snapshot);
            case Address.Find words -> new QuickSearch(search, snapshot).answer(Parameters.parse(request.query()));
            case Address.Schema document -> Answer.of(200, new Body.Bytes(schema.get()));
            case Address.Moved moved -> Pages.movedTo("/api/");
            case Address.Nothing nothing -> Pages.notFound();
        };
    }

    private static boolean isAcceptable(Address address, Asked request) {
        return Accepted.json(request.header("Accept"))
                || (address instanceof Address.Changes && History.asksForEvents(request));
    }

    private Answer kept(Asked request, Admission.Admitted caller, Snapshot snapshot, Supplier<Answer> made) {
        Body.Kept ready = kept.find(snapshot, caller.sight(), request);
        if (ready != null) {
            return Answer.of(200, ready);
        }
        Answer answer = made.get();
        // What is cheap to find and to write is not kept: there is much of it.
        boolean cheap = answer.length() < WORTH_KEEPING && QuickReads.isOne(request.path(), request.query(), snapshot);
        return cheap ? answer : kept.keep(snapshot, caller.sight(), request, answer);
    }

    private Answer write(Asked request, String method, Address address, Writes.Wish wish) throws IOException {
        if (method.equals("PATCH")) {
            return Answer.error(403, "Objects are changed as a whole: send all fields with PUT.");
        }
        return switch (address) {
            case Address.AllOf(ObjectType type) -> writes.create(type, request, wish);
            case Address.One(ObjectType type, long id) ->
                method.equals("PUT") ? writes.update(type, id, request, wish) : writes.delete(type, id, request, wish);
            case Address.NoId noId -> method.equals("DELETE") ? Pages.invalidId() : Answer.error(404, "Not found.");
            case Address.Action action -> writes.act(action, request, wish);
            case Address.Batch batch -> new Batches(writes).answer(request, wish);
            default -> throw new IllegalStateException("not to be written to: " + address);
        };
    }

    private static void common(Asked request, Outgoing out, boolean authenticated) {
        out.add("X-Auth-Status", authenticated ? "authenticated" : "unauthenticated");
        out.add("Vary", "Authorization, Accept-Language, Accept-Encoding, origin");
        String origin = request.header("Origin");
        if (origin != null) {
            out.add("Access-Control-Allow-Origin", origin);
            out.add("Access-Control-Allow-Methods", "GET, OPTIONS");
            out.add(
                    "Access-Control-Expose-Headers",
                    "ETag, Last-Modified, Retry-After, X-Request-Id, X-Peerage-Version");
        }
    }

    /** Only answers that come from the snapshot are marked with its version. */
    private static AnswerWriter.@Nullable Version tag(
            Address address, Answer answer, Admission.Admitted caller, Snapshot snapshot) {
        boolean fromSnapshot = answer.status() == 200
                && (address instanceof Address.AllOf
                        || address instanceof Address.One
                        || address instanceof Address.AsSets
                        || address instanceof Address.AsSet);
        return fromSnapshot
                ? new AnswerWriter.Version(snapshot.version(), snapshot.time(), caller.visibilityTag())
                : null;
    }
}
