package org.peerage.api.handlers;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.peerage.access.Caller;
import org.peerage.accounts.following.FollowedSearches;
import org.peerage.accounts.following.FollowedSearches.FollowedSearch;
import org.peerage.accounts.following.FollowedSearches.SearchEvent;
import org.peerage.accounts.following.FollowedSearches.Wanted;
import org.peerage.accounts.following.Follows;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeSubject;
import tools.jackson.databind.JsonNode;

/** {@code /api/follows}: what a person is told of by mail (docs/spec/record.md §3.1). */
public final class FollowsHandler {
    private static final String SEARCH = "search:";
    private static final String NAME_SEARCH = "name_search";

    private final Follows follows;
    private final FollowedSearches searches;

    public FollowsHandler(Follows follows) {
        this.follows = follows;
        this.searches = follows.searches();
    }

    /** @param id what is followed, such as {@code net:62} or {@code search:12}; empty: all */
    public ApiResponse handle(ApiRequest request, String id, Caller caller, Snapshot snapshot) throws IOException {
        if (caller.userId().isEmpty() || !caller.isVerified()) {
            return ApiResponse.error(403, "Only people follow: come with a user's key.");
        }
        long user = caller.userId().getAsLong();
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads && caller.isReadOnly()) {
            return ApiResponse.error(403, "This key only reads.");
        }
        if (id.isEmpty()) {
            return reads ? list(follows.of(user), searches.of(user), 200) : create(request, user, snapshot);
        }
        return id.startsWith(SEARCH)
                ? one(
                        request,
                        searches.of(user).stream()
                                .filter(search -> search.name().equals(id))
                                .findFirst(),
                        search -> list(List.of(), List.of(search), 200),
                        search -> searches.unfollow(user, search.id()),
                        (search, body) ->
                                saveSearch(user, body, wanted(search.wanted(), body), search.schedule(), snapshot, 200))
                : one(
                        request,
                        follows.of(user).stream()
                                .filter(follow -> follow.subject().toString().equals(id))
                                .findFirst(),
                        follow -> list(List.of(follow), List.of(), 200),
                        follow -> follows.unfollow(user, follow.subject()),
                        (follow, body) -> save(user, follow.subject(), body, snapshot, 200));
    }

    /** Shows, ends or changes one that is followed. */
    private static <T> ApiResponse one(
            ApiRequest request,
            Optional<T> known,
            Function<T, ApiResponse> show,
            Consumer<T> unfollow,
            BiFunction<T, JsonNode, ApiResponse> save)
            throws IOException {
        if (known.isEmpty()) {
            return ApiResponse.error(404, "You do not follow that.");
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> show.apply(known.get());
            case "DELETE" -> {
                unfollow.accept(known.get());
                yield ApiResponse.empty(204);
            }
            default ->
                switch (RequestBody.json(request)) {
                    case RequestBody.UnreadableBody(ApiResponse response) -> response;
                    case RequestBody.ParsedValues values -> throw new IllegalStateException("any JSON was asked for");
                    case RequestBody.ParsedJson(JsonNode body) -> save.apply(known.get(), body);
                };
        };
    }

    private ApiResponse create(ApiRequest request, long user, Snapshot snapshot) throws IOException {
        return switch (RequestBody.json(request)) {
            case RequestBody.UnreadableBody(ApiResponse response) -> response;
            case RequestBody.ParsedValues values -> throw new IllegalStateException("any JSON was asked for");
            case RequestBody.ParsedJson(JsonNode body)
            when body.has("query") || body.has("type") ->
                saveSearch(user, body, wanted(body, snapshot), Follows.Schedule.DAILY, snapshot, 201);
            case RequestBody.ParsedJson(JsonNode body) -> {
                Optional<ChangeSubject> subject =
                        SubjectParser.parse(body.path("about").asString("")).filter(about -> isThere(about, snapshot));
                yield subject.isPresent()
                        ? save(user, subject.get(), body, snapshot, 201)
                        : ApiResponse.error(
                                400, "'about' needs to be something that is there, such as net:62 or country:DE");
            }
        };
    }

    private ApiResponse save(long user, ChangeSubject subject, JsonNode body, Snapshot snapshot, int status) {
        Optional<Follows.Schedule> schedule =
                Follows.Schedule.parse(body.path("schedule").asString("daily"));
        if (schedule.isEmpty()) {
            return ApiResponse.error(400, "'schedule' needs to be once, daily or weekly");
        }
        Follows.Follow follow = new Follows.Follow(subject, schedule.get());
        return follows.follow(user, follow, snapshot.version())
                ? list(List.of(follow), List.of(), status)
                : ApiResponse.error(400, "A person follows at most " + Follows.MAX + ".");
    }

    private static ParseResult<Wanted> wanted(JsonNode body, Snapshot snapshot) {
        Wanted all = Wanted.all(
                body.path("type").asString(""), body.path("query").asString("").replaceFirst("^[?]", ""));
        return wanted(all, body).then(wanted -> problem(wanted, snapshot)
                .<ParseResult<Wanted>>map(ParseResult::problem)
                .orElseGet(() -> ParseResult.value(wanted)));
    }

    /** A search with other events and fields where the body names some. */
    private static ParseResult<Wanted> wanted(Wanted search, JsonNode body) {
        Set<SearchEvent> events = EnumSet.noneOf(SearchEvent.class);
        for (JsonNode event : body.path("ops")) {
            Optional<SearchEvent> known = SearchEvent.parse(event.asString(""));
            if (known.isEmpty()) {
                return ParseResult.problem("'ops' needs to be a list of entered, left, changed");
            }
            events.add(known.get());
        }
        Set<String> fields = new HashSet<>();
        for (JsonNode field : body.path("fields")) {
            String name = field.asString("");
            boolean isOne = ObjectTypes.byName(search.type()).stream()
                    .flatMap(type -> type.fields().stream())
                    .anyMatch(known -> known.name().equals(name) && !known.isPersonal() && !known.isHidden());
            if (!isOne) {
                return ParseResult.problem("'fields' needs to be a list of fields of " + search.type());
            }
            fields.add(name);
        }
        return ParseResult.value(new Wanted(
                search.type(),
                search.query(),
                events.isEmpty() ? search.events() : events,
                body.has("fields") ? fields : search.fields()));
    }

    /** What keeps people from following a search; empty: nothing. */
    public static Optional<String> problem(Wanted search, Snapshot snapshot) {
        Optional<ObjectType> type = ObjectTypes.byName(search.type());
        if (type.isEmpty()) {
            return Optional.of("'type' needs to be a type of objects, such as netixlan");
        }
        if (search.query().length() > FollowedSearches.MAX_QUERY) {
            return Optional.of("'query' has more than " + FollowedSearches.MAX_QUERY + " characters");
        }
        if (!QueryParameters.isWellFormed(search.query())
                || QueryParameters.parse(search.query()).all().isEmpty()) {
            return Optional.of("'query' needs to be filters, such as ix_id=31&speed__gte=100000");
        }
        Set<String> names = QueryParameters.parse(search.query()).all().keySet();
        if (names.contains(NAME_SEARCH)) {
            // It would read all rows of two states of the past, which have no index of words, in every round.
            return Optional.of("'query': " + NAME_SEARCH + " cannot be followed; use filters, such as name__contains");
        }
        List<String> others = PageFilters.ignored(snapshot, type.get(), names);
        if (!others.isEmpty()) {
            return Optional.of("'query': " + others.getFirst() + " is no filter of " + search.type());
        }
        return PageFilters.test(snapshot, type.get(), search.query())
                        instanceof ParseResult.Problem<LongPredicate>(String message)
                ? Optional.of("'query': " + message)
                : Optional.empty();
    }

    private ApiResponse saveSearch(
            long user,
            JsonNode body,
            ParseResult<Wanted> wanted,
            Follows.Schedule usual,
            Snapshot snapshot,
            int status) {
        Optional<Follows.Schedule> schedule =
                Follows.Schedule.parse(body.path("schedule").asString(usual.text()));
        if (schedule.isEmpty()) {
            return ApiResponse.error(400, "'schedule' needs to be once, daily or weekly");
        }
        return switch (wanted) {
            case ParseResult.Problem<Wanted>(String message) -> ApiResponse.error(400, message);
            case ParseResult.Value<Wanted>(Wanted search) ->
                searches.follow(user, search, schedule.get(), snapshot.version())
                        .map(saved -> list(List.of(), List.of(saved), status))
                        .orElseGet(() -> ApiResponse.error(
                                400, "A person follows at most " + FollowedSearches.MAX + " searches."));
        };
    }

    /** Whether it can be followed: countries, and objects that everybody may see. */
    public static boolean isThere(ChangeSubject subject, Snapshot snapshot) {
        ObjectType type = subject.type();
        Row row = subject.row(snapshot);
        return type == null || (type.hasPage() && row != null && row.isActive());
    }

    private static ApiResponse list(List<Follows.Follow> found, List<FollowedSearch> searched, int status) {
        JsonBuffer out = new JsonBuffer(1024).ascii("{\"data\": [");
        String separator = "";
        for (Follows.Follow follow : found) {
            out.ascii(separator)
                    .ascii("{\"id\": ")
                    .quoted(follow.subject().toString())
                    .ascii(", \"about\": ")
                    .quoted(follow.subject().toString())
                    .ascii(", \"schedule\": ")
                    .quoted(follow.schedule().text())
                    .ascii("}");
            separator = ", ";
        }
        for (FollowedSearch search : searched) {
            out.ascii(separator)
                    .ascii("{\"id\": ")
                    .quoted(search.name())
                    .ascii(", \"type\": ")
                    .quoted(search.wanted().type())
                    .ascii(", \"query\": ")
                    .quoted(search.wanted().query())
                    .ascii(", \"ops\": ")
                    .quoted(search.wanted().eventNames())
                    .ascii(", \"fields\": ")
                    .quoted(search.wanted().fieldNames())
                    .ascii(", \"schedule\": ")
                    .quoted(search.schedule().text())
                    .ascii("}");
            separator = ", ";
        }
        return ApiResponse.of(
                status, new ResponseBody.Bytes(out.ascii("], \"meta\": {}}").toByteArray()));
    }
}
