package org.peerage.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything under {@code /api}. A plain servlet: on the way of a read there is nothing but the caller, the query, the
 * snapshot and the bytes (docs/decisions/0003).
 */
public final class ApiServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

    private final transient Supplier<Snapshot> current;
    private final transient Gate gate;
    private final transient Supplier<byte[]> schema;
    private final transient Writes writes;
    private final transient History history;
    private final transient Members members;
    private final transient OwnWrites ownWrites;
    private final transient Search search;
    private final transient Logo logo;

    public ApiServlet(
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

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requestId = RequestIds.of(request);
        response.addHeader("X-Request-Id", requestId);
        try {
            answer(request, requestId, response);
        } catch (History.StoreUnreachable unreachable) {
            LOG.warn("request {}: the database does not answer: {}", requestId, unreachable.getMessage());
            AnswerWriter.write(
                    request,
                    response,
                    Answer.error(503, "the database does not answer now").with("Retry-After", "5"),
                    null);
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("request {} failed: {} {}", requestId, request.getMethod(), request.getRequestURI(), bug);
            if (!response.isCommitted()) {
                response.reset();
                response.setHeader("X-Request-Id", requestId);
                AnswerWriter.write(
                        request,
                        response,
                        Answer.error(500, "Internal error; it is in the log under " + requestId),
                        null);
            }
        }
    }

    private void answer(HttpServletRequest request, String requestId, HttpServletResponse response) throws IOException {
        Address address = Address.of(path(request));
        if (address instanceof Address.Moved) {
            AnswerWriter.write(request, response, Pages.movedTo("/api/"), null);
            return;
        }
        Admission admission = gate.admit(request);
        switch (admission) {
            case Admission.Refused(Answer answer, boolean authenticated) -> {
                common(request, response, authenticated);
                AnswerWriter.write(request, response, answer, null);
            }
            case Admission.Admitted caller -> {
                common(request, response, caller.showsAuthenticated());
                if (!ownWrites.areHere(request)) {
                    AnswerWriter.write(request, response, OwnWrites.refusal(), null);
                    return;
                }
                Snapshot snapshot = current.get();
                Answer asked = answer(request, requestId, address, caller, snapshot);
                Answer answer = gate.refusal(request, caller, asked.length()).orElse(asked);
                AnswerWriter.write(request, response, answer, tag(address, answer, caller, snapshot));
            }
        }
    }

    private Answer answer(
            HttpServletRequest request, String requestId, Address address, Admission.Admitted caller, Snapshot snapshot)
            throws IOException {
        if (address instanceof Address.Nothing) {
            return Pages.notFound();
        }
        Methods methods = Methods.of(address);
        String method = request.getMethod();
        if (!methods.allows(method)) {
            return Answer.error(405, "Method \"" + method.toUpperCase(Locale.ROOT) + "\" not allowed.")
                    .with("Allow", methods.allowed());
        }
        if (!Accepted.json(request.getHeader("Accept"))) {
            return Answer.error(406, "Could not satisfy the request Accept header.");
        }
        if (address instanceof Address.Users(long organization, String what) && !method.equals("OPTIONS")) {
            return members.answer(request, organization, what, caller.caller(), snapshot);
        }
        if (method.equals("OPTIONS")) {
            return Options.of(address).with("Allow", methods.allowed());
        }
        if (address instanceof Address.LogoOf(ObjectType type, long id) && !method.equals("PATCH")) {
            return logo.answer(type, id, request, caller, snapshot);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return write(request, method, address, Writes.Wish.of(request, caller, requestId));
        }
        Reads reads = new Reads(snapshot, caller.sight(), caller.isKnown(), search);
        return switch (address) {
            case Address.Index index -> Pages.index(request);
            case Address.AllOf(ObjectType type) ->
                reads.list(type, Parameters.parse(request.getQueryString()), Pages.here(request));
            case Address.One(ObjectType type, long id) ->
                reads.single(type, id, Parameters.parse(request.getQueryString()));
            case Address.NoId noId -> Answer.error(404, "Not found.");
            case Address.AsSets all -> reads.asSets();
            case Address.AsSet(String asn) -> reads.asSet(asn);
            case Address.History(ObjectType type, long id) ->
                history.of(type, id, caller, snapshot, Parameters.parse(request.getQueryString()));
            case Address.Changes all -> history.changes(request, caller, current);
            case Address.LogoOf picture -> throw new IllegalStateException("answered before");
            case Address.Action action -> throw new IllegalStateException("not to be read");
            case Address.Batch batch -> throw new IllegalStateException("not to be read");
            case Address.Users users -> throw new IllegalStateException("answered before");
            case Address.Schema document -> Answer.of(200, new Body.Bytes(schema.get()));
            case Address.Moved moved -> Pages.movedTo("/api/");
            case Address.Nothing nothing -> Pages.notFound();
        };
    }

    private Answer write(HttpServletRequest request, String method, Address address, Writes.Wish wish)
            throws IOException {
        if (method.equals("PATCH")) {
            return Answer.empty(403);
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

    /** The decoded path; slashes that were doubled are single in it. */
    private static String path(HttpServletRequest request) {
        String below = request.getPathInfo();
        return below == null ? request.getServletPath() : request.getServletPath() + below;
    }

    private static void common(HttpServletRequest request, HttpServletResponse response, boolean authenticated) {
        response.addHeader("X-Auth-Status", authenticated ? "authenticated" : "unauthenticated");
        response.addHeader("Vary", "Authorization, Accept-Language, Accept-Encoding, origin");
        String origin = request.getHeader("Origin");
        if (origin != null) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Methods", "GET, OPTIONS");
            response.setHeader(
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
