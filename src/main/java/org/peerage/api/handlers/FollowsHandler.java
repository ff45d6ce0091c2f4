package org.peerage.api.handlers;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.peerage.access.Caller;
import org.peerage.accounts.following.Follows;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import tools.jackson.databind.JsonNode;

/** {@code /api/follows}: what a person is told of by mail (docs/spec/record.md §3.1). */
public final class FollowsHandler {
    private final Follows follows;

    public FollowsHandler(Follows follows) {
        this.follows = follows;
    }

    /** @param id what is followed, such as {@code net:62}; empty: all */
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
            return reads ? list(follows.of(user), 200) : create(request, user, snapshot);
        }
        Optional<Follows.Follow> known = follows.of(user).stream()
                .filter(follow -> follow.subject().toString().equals(id))
                .findFirst();
        if (known.isEmpty()) {
            return ApiResponse.error(404, "You do not follow that.");
        }
        if (reads) {
            return list(List.of(known.get()), 200);
        }
        if (request.method().equals("DELETE")) {
            follows.unfollow(user, known.get().subject());
            return ApiResponse.empty(204);
        }
        return switch (RequestBody.json(request)) {
            case RequestBody.UnreadableBody(ApiResponse response) -> response;
            case RequestBody.ParsedValues values -> throw new IllegalStateException("any JSON was asked for");
            case RequestBody.ParsedJson(JsonNode body) -> save(user, known.get().subject(), body, snapshot, 200);
        };
    }

    private ApiResponse create(ApiRequest request, long user, Snapshot snapshot) throws IOException {
        return switch (RequestBody.json(request)) {
            case RequestBody.UnreadableBody(ApiResponse response) -> response;
            case RequestBody.ParsedValues values -> throw new IllegalStateException("any JSON was asked for");
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
                ? list(List.of(follow), status)
                : ApiResponse.error(400, "A person follows at most " + Follows.MAX + ".");
    }

    /** Whether it can be followed: countries, and objects that everybody may see. */
    public static boolean isThere(ChangeSubject subject, Snapshot snapshot) {
        if (!ChangeSearch.isIndexed(subject.kind())) {
            return false;
        }
        ObjectType type = ObjectTypes.byName(subject.kind()).orElse(null);
        Row row = type == null ? null : snapshot.find(type, subject.id());
        return type == null || (row != null && row.isActive());
    }

    private static ApiResponse list(List<Follows.Follow> found, int status) {
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
        return ApiResponse.of(
                status, new ResponseBody.Bytes(out.ascii("], \"meta\": {}}").toByteArray()));
    }
}
