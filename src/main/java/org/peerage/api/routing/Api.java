package org.peerage.api.routing;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.changes.UndoService;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.KeyWarnings;
import org.peerage.api.QueryParameters;
import org.peerage.api.ReadYourWrites;
import org.peerage.api.RequestFilter;
import org.peerage.api.ResponseBody;
import org.peerage.api.Route;
import org.peerage.api.WireResponse;
import org.peerage.api.handlers.BatchHandler;
import org.peerage.api.handlers.ChangeComments;
import org.peerage.api.handlers.FollowsHandler;
import org.peerage.api.handlers.HistoryHandler;
import org.peerage.api.handlers.ImportProposalsHandler;
import org.peerage.api.handlers.ImportStatusColumn;
import org.peerage.api.handlers.LeakReports;
import org.peerage.api.handlers.LogoHandler;
import org.peerage.api.handlers.MembersHandler;
import org.peerage.api.handlers.OptionsHandler;
import org.peerage.api.handlers.OrganizationLogHandler;
import org.peerage.api.handlers.PastReadHandler;
import org.peerage.api.handlers.PastReads;
import org.peerage.api.handlers.QuickSearch;
import org.peerage.api.handlers.ReadHandler;
import org.peerage.api.handlers.UndoHandler;
import org.peerage.api.handlers.WriteHandler;
import org.peerage.api.responses.ContentNegotiation;
import org.peerage.api.responses.FixedResponses;
import org.peerage.api.responses.GuardedResponse;
import org.peerage.api.responses.MappedListCache;
import org.peerage.api.responses.ResponseCache;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.schema.ObjectType;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.store.ChangeNote;

/**
 * Everything under {@code /api}: on the way of a read there is nothing but the caller, the query, the snapshot and the
 * bytes. It knows no web server.
 */
public final class Api {
    private static final String PASSWORD_WARNING =
            "Basic authentication will soon be deprecated, please switch to API key authentication.";

    private static final int MIN_CACHED_BYTES = 4096;

    private final ResponseCache cached = new ResponseCache();
    private final LongAdder cacheHits = new LongAdder();
    private final LongAdder cacheMisses = new LongAdder();
    private final Supplier<Snapshot> current;
    private final RequestFilter requestFilter;
    private final Supplier<byte[]> schema;
    private final WriteHandler writeHandler;
    private final UndoHandler undoHandler;
    private final OrganizationLogHandler organizationLog;
    private final FollowsHandler follows;
    private final ImportProposalsHandler importProposals;
    private final ImportStatusColumn importStatus;
    private final HistoryHandler historyHandler;
    private final MembersHandler membersHandler;
    private final ReadYourWrites ownWrites;
    private final Search search;
    private final LogoHandler logo;
    private final KeyWarnings keyWarnings;
    private final LeakReports leakReports;
    private final PastReadHandler past;

    public Api(
            Supplier<Snapshot> current,
            RequestFilter requestFilter,
            Supplier<byte[]> schema,
            WriteHandler writeHandler,
            UndoService undo,
            OrganizationLogHandler organizationLog,
            FollowsHandler follows,
            ImportProposalsHandler importProposals,
            ImportStatusColumn importStatus,
            HistoryHandler historyHandler,
            MembersHandler membersHandler,
            ReadYourWrites ownWrites,
            Search search,
            LogoHandler logo,
            KeyWarnings keyWarnings,
            LeakReports leakReports,
            PastReads past) {
        this.past = new PastReadHandler(past, historyHandler);
        this.current = current;
        this.requestFilter = requestFilter;
        this.schema = schema;
        this.writeHandler = writeHandler;
        this.undoHandler = new UndoHandler(undo);
        this.organizationLog = organizationLog;
        this.follows = follows;
        this.importProposals = importProposals;
        this.importStatus = importStatus;
        this.historyHandler = historyHandler;
        this.membersHandler = membersHandler;
        this.ownWrites = ownWrites;
        this.search = search;
        this.logo = logo;
        this.keyWarnings = keyWarnings;
        this.leakReports = leakReports;
    }

    /** Answers that are kept. */
    public ResponseCache.Size cacheSize() {
        return cached.size();
    }

    /** Reads that found their answer ready. */
    public long cacheHits() {
        return cacheHits.sum();
    }

    /** Reads whose answer had to be made. */
    public long cacheMisses() {
        return cacheMisses.sum();
    }

    /** Makes the answers for a whole list ready, compressed too. */
    public static void warmUp(Snapshot snapshot, ObjectType type) {
        ReadHandler.warmUp(snapshot, type);
    }

    /**
     * Whether an answer is found without waiting for anything and among few rows, so that it may be made where
     * connections are polled.
     */
    public boolean isFast(ApiRequest request) {
        if (!request.method().equals("GET") || !AccessFilter.isFast(request) || ReadYourWrites.isRequested(request)) {
            return false;
        }
        Snapshot snapshot = current.get();
        return FastPath.accepts(request.route(), request.query(), snapshot) || isReady(request, snapshot);
    }

    /** Whether nobody in particular asks for bytes that are there. */
    private boolean isReady(ApiRequest request, Snapshot snapshot) {
        if (request.header("Authorization") != null) {
            return false;
        }
        boolean gzip = ContentNegotiation.gzip(request.header("Accept-Encoding"));
        if (request.query() == null && request.route() instanceof Route.Collection(ObjectType type)) {
            String entityTag = ResponseWriter.entityTag(
                    snapshot.version(), Caller.anonymous().visibilityTag(), gzip);
            return snapshot.cachedList(type, Visibility.Level.PUBLIC)
                    .filter(list -> MappedListCache.isReady(list, gzip) || ResponseWriter.matches(request, entityTag))
                    .isPresent();
        }
        if (ResponseWriter.isPretty(request)) {
            return false;
        }
        ResponseBody.Cached answer = cached.find(snapshot, Visibility.PUBLIC, request);
        return answer != null && answer.isReady(gzip);
    }

    /** The answer to a request; never fails. */
    public WireResponse handle(ApiRequest request) {
        return GuardedResponse.of(request, this::handle);
    }

    private void handle(ApiRequest request, String requestId, WireResponse out) throws IOException {
        Route route = request.route();
        if (route instanceof Route.MissingSlash) {
            ResponseWriter.write(request, out, FixedResponses.movedTo("/api/"), null);
            return;
        }
        Optional<ApiResponse> withoutKey =
                route instanceof Route.SearchRoute ? QuickSearch.withoutKey(request) : Optional.empty();
        if (withoutKey.isPresent()) {
            addCommonHeaders(request, out, false);
            ResponseWriter.write(request, out, withoutKey.get(), null);
            return;
        }
        if (request.path().equals(LeakReports.PATH)) {
            addCommonHeaders(request, out, false);
            ResponseWriter.write(request, out, leakReports.handle(request), null);
            return;
        }
        AccessDecision admission = requestFilter.admit(request);
        switch (admission) {
            case AccessDecision.Denied(ApiResponse response, boolean authenticated) -> {
                addCommonHeaders(request, out, authenticated);
                ResponseWriter.write(request, out, response, null);
            }
            case AccessDecision.Admitted caller -> {
                addCommonHeaders(request, out, caller.showsAuthenticated());
                if (caller.showsAuthenticated() && requestFilter.warnsOfPasswords()) {
                    out.add("X-Auth-Warning", PASSWORD_WARNING);
                }
                if (!ownWrites.isUpToDate(request)) {
                    ResponseWriter.write(request, out, ReadYourWrites.refusal(), null);
                    return;
                }
                Snapshot snapshot = current.get();
                if (PastReads.isAsked(request) && !request.method().equals("OPTIONS")) {
                    answerOfPast(request, out, route, caller, snapshot);
                    return;
                }
                ApiResponse asked = explained(handle(request, requestId, route, caller, snapshot), request);
                ApiResponse response =
                        requestFilter.refusal(request, caller, asked.length()).orElse(asked);
                ApiResponse warned = keyWarnings.warned(caller.caller(), response);
                ResponseWriter.write(request, out, warned, version(request, route, response, caller, snapshot));
                keyWarnings.record(caller.caller(), request, out.status());
            }
        }
    }

    /** Nobody is turned away without a word (docs/spec/deviations.md §15). */
    private static ApiResponse explained(ApiResponse response, ApiRequest request) {
        boolean silent =
                (response.status() == 401 || response.status() == 403) && response.body() instanceof ResponseBody.None;
        return silent
                ? ApiResponse.error(
                        response.status(), "Missing right: " + right(request.method()) + " on " + request.path())
                : response;
    }

    private static String right(String method) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> "delete";
            default -> "read";
        };
    }

    private ApiResponse handle(
            ApiRequest request, String requestId, Route route, AccessDecision.Admitted caller, Snapshot snapshot)
            throws IOException {
        ApiResponse unanswerable = unanswerable(request, route);
        if (unanswerable != null) {
            return unanswerable;
        }
        String method = request.method();
        if (route instanceof Route.OrganizationUsers(long organization, String what) && !method.equals("OPTIONS")) {
            return membersHandler.handle(request, organization, what, caller.caller(), snapshot);
        }
        if (route instanceof Route.FollowList(String id) && !method.equals("OPTIONS")) {
            return follows.handle(request, id, caller.caller(), snapshot);
        }
        if (method.equals("OPTIONS")) {
            return OptionsHandler.of(route, caller.caller(), snapshot)
                    .with("Allow", AllowedMethods.of(route).allowed());
        }
        if (route instanceof Route.ObjectLogo(ObjectType type, long id) && !method.equals("PATCH")) {
            return logo.handle(type, id, request, caller, snapshot);
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            if (!ChangeComments.isAcceptable(request)) {
                return ApiResponse.error(
                        400, ChangeComments.HEADER + " has at most " + ChangeNote.MAX_COMMENT + " characters.");
            }
            return write(request, method, route, WriteHandler.WriteContext.of(request, caller, requestId, snapshot));
        }
        boolean withStatus = ImportStatusColumn.isRequested(request, route);
        ReadHandler readHandler = new ReadHandler(
                snapshot, caller.visibility(), caller.isVerified(), search, withStatus ? importStatus : null);
        return switch (route) {
            case Route.ApiIndex index -> FixedResponses.index(request);
            case Route.Collection(ObjectType type) ->
                cached(
                        request,
                        caller,
                        snapshot,
                        () -> readHandler.list(type, request.parameters(), FixedResponses.requestUrl(request)));
            case Route.Item(ObjectType type, long id) ->
                cached(request, caller, snapshot, () -> readHandler.single(type, id, request.parameters()));
            case Route.MissingId noId -> ApiResponse.error(404, "Not found.");
            case Route.AllAsSets all -> readHandler.asSets();
            case Route.AsSet(String asn) -> readHandler.asSet(asn);
            case Route.ObjectHistory(ObjectType type, long id) ->
                historyHandler.of(type, id, caller, snapshot, request.parameters());
            case Route.OrganizationLog(long organization) ->
                organizationLog.handle(organization, request, caller.caller(), snapshot);
            case Route.ChangeFeed all -> historyHandler.changes(request, caller, current);
            case Route.ObjectLogo picture -> throw new IllegalStateException("answered before");
            case Route.ObjectAction action -> throw new IllegalStateException("not to be read");
            case Route.Batch batch -> throw new IllegalStateException("not to be read");
            case Route.Undo undo -> throw new IllegalStateException("not to be read");
            case Route.OrganizationUsers users -> throw new IllegalStateException("answered before");
            case Route.FollowList all -> throw new IllegalStateException("answered before");
            case Route.ImportProposals(String id) ->
                importProposals.handle(id, request.parameters(), caller.caller(), snapshot);
            case Route.OwnItem(ObjectType type) ->
                OwnObjectRedirect.of(
                        type, request, caller.caller(), membersHandler.organizationsOf(caller.caller()), snapshot);
            case Route.SearchRoute words -> new QuickSearch(search, snapshot).answer(request.parameters());
            case Route.ApiSchema document -> ApiResponse.of(200, new ResponseBody.Bytes(schema.get()));
            case Route.MissingSlash moved -> FixedResponses.movedTo("/api/");
            case Route.NotFound nothing -> FixedResponses.notFound();
        };
    }

    /** What is wrong with a request before anybody looks at what it asks for. */
    private static @Nullable ApiResponse unanswerable(ApiRequest request, Route route) {
        if (route instanceof Route.NotFound) {
            return FixedResponses.notFound();
        }
        AllowedMethods methods = AllowedMethods.of(route);
        String method = request.method();
        if (!methods.allows(method)) {
            return ApiResponse.error(405, "Method \"" + method.toUpperCase(Locale.ROOT) + "\" not allowed.")
                    .with("Allow", methods.allowed());
        }
        if (!isAcceptable(route, request)) {
            return ApiResponse.error(406, "Could not satisfy the request Accept header.");
        }
        return QueryParameters.isWellFormed(request.query())
                ? null
                : ApiResponse.error(400, "The query has a % that is not followed by two hexadecimal digits");
    }

    private void answerOfPast(
            ApiRequest request, WireResponse out, Route route, AccessDecision.Admitted caller, Snapshot present) {
        ApiResponse unanswerable = unanswerable(request, route);
        PastReadHandler.PastResponse answer = unanswerable == null
                ? past.answer(request, out, caller, present)
                : new PastReadHandler.PastResponse(unanswerable, null);
        ApiResponse response = explained(answer.response(), request);
        ApiResponse allowed =
                requestFilter.refusal(request, caller, response.length()).orElse(response);
        boolean isOfState = allowed.status() == 200 && !(route instanceof Route.ObjectHistory);
        ResponseWriter.write(
                request, out, keyWarnings.warned(caller.caller(), allowed), isOfState ? answer.version() : null);
        keyWarnings.record(caller.caller(), request, out.status());
    }

    private static boolean isAcceptable(Route route, ApiRequest request) {
        return ContentNegotiation.json(request.header("Accept"))
                || (route instanceof Route.ChangeFeed && HistoryHandler.asksForEvents(request));
    }

    private ApiResponse cached(
            ApiRequest request, AccessDecision.Admitted caller, Snapshot snapshot, Supplier<ApiResponse> made) {
        if (ImportStatusColumn.isRequested(request, request.route())) {
            return made.get(); // it changes when the registry does not
        }
        ResponseBody.Cached ready = cached.find(snapshot, caller.visibility(), request);
        if (ready != null) {
            cacheHits.increment();
            return ApiResponse.of(200, ready);
        }
        cacheMisses.increment();
        ApiResponse response = made.get();
        // What is cheap to find and to write is not kept: there is much of it.
        boolean cheap =
                response.length() < MIN_CACHED_BYTES && FastPath.accepts(request.route(), request.query(), snapshot);
        return cheap ? response : cached.put(snapshot, caller.visibility(), request, response);
    }

    private ApiResponse write(ApiRequest request, String method, Route route, WriteHandler.WriteContext context)
            throws IOException {
        if (method.equals("PATCH")) {
            return ApiResponse.error(403, "Objects are changed as a whole: send all fields with PUT.");
        }
        return switch (route) {
            case Route.Collection(ObjectType type) -> writeHandler.create(type, request, context);
            case Route.Item(ObjectType type, long id) ->
                method.equals("PUT")
                        ? writeHandler.update(type, id, request, context)
                        : writeHandler.delete(type, id, request, context);
            case Route.MissingId noId ->
                method.equals("DELETE") ? FixedResponses.invalidId() : ApiResponse.error(404, "Not found.");
            case Route.ObjectAction action -> writeHandler.act(action, request, context);
            case Route.Batch batch -> new BatchHandler(writeHandler).handle(request, context);
            case Route.Undo undo -> undoHandler.handle(request, context);
            default -> throw new IllegalStateException("not to be written to: " + route);
        };
    }

    private static void addCommonHeaders(ApiRequest request, WireResponse out, boolean authenticated) {
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
    private static ResponseWriter.@Nullable ResponseVersion version(
            ApiRequest request, Route route, ApiResponse response, AccessDecision.Admitted caller, Snapshot snapshot) {
        boolean fromSnapshot = response.status() == 200
                && !ImportStatusColumn.isRequested(request, route)
                && (route instanceof Route.Collection
                        || route instanceof Route.Item
                        || route instanceof Route.AllAsSets
                        || route instanceof Route.AsSet);
        return fromSnapshot
                ? new ResponseWriter.ResponseVersion(snapshot.version(), snapshot.time(), caller.visibilityTag())
                : null;
    }
}
