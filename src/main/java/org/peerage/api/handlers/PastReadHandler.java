package org.peerage.api.handlers;

import org.jspecify.annotations.Nullable;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.Route;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.FixedResponses;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.registry.PastState;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;

/** Answers reads with {@code at}, from a state of the past (docs/spec/record.md §1). */
public final class PastReadHandler {
    private final PastReads states;
    private final HistoryHandler history;

    public PastReadHandler(PastReads states, HistoryHandler history) {
        this.states = states;
        this.history = history;
    }

    /** @param version of which registry it is, for its entity tag; null: of none */
    public record PastResponse(ApiResponse response, ResponseWriter.@Nullable ResponseVersion version) {}

    /** @param out whose headers tell which state it is */
    public PastResponse answer(ApiRequest request, WireResponse out, AccessDecision.Admitted caller, Snapshot present) {
        Route route = request.route();
        if (!isOfPast(route, request)) {
            return new PastResponse(PastReads.refusal(request).orElseThrow(), null);
        }
        return switch (states.choose(request.parameters(), caller.caller(), request.remoteAddress())) {
            case PastReads.PastChoice.Refused(ApiResponse refused) -> new PastResponse(refused, null);
            case PastReads.PastChoice.Chosen chosen -> {
                Snapshot then = chosen.state().snapshot();
                ResponseWriter.ResponseVersion version = PastHeaders.add(
                        request,
                        out,
                        chosen,
                        new ResponseWriter.ResponseVersion(present.version(), then.time(), caller.visibilityTag()),
                        caller.caller().isAnonymous());
                yield route instanceof Route.Collection(ObjectType type)
                                && request.parameters().has(ListDiff.DIFF)
                        ? compare(request, type, caller, chosen, present, version)
                        : new PastResponse(read(request, route, caller, then, present), version);
            }
        };
    }

    private static boolean isOfPast(Route route, ApiRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads
                && (route instanceof Route.Collection
                        || route instanceof Route.Item
                        || route instanceof Route.AllAsSets
                        || route instanceof Route.AsSet
                        || route instanceof Route.ObjectHistory);
    }

    private ApiResponse read(
            ApiRequest request, Route route, AccessDecision.Admitted caller, Snapshot then, Snapshot present) {
        // The text index knows the present only: rows are looked through.
        ReadHandler read = new ReadHandler(then, caller.visibility(), caller.isVerified());
        return switch (route) {
            case Route.Collection(ObjectType type) ->
                read.list(type, request.parameters(), FixedResponses.requestUrl(request));
            case Route.Item(ObjectType type, long id) -> read.single(type, id, request.parameters());
            case Route.AllAsSets all -> read.asSets();
            case Route.AsSet(String asn) -> read.asSet(asn);
            case Route.ObjectHistory(ObjectType type, long id) ->
                history.of(type, id, caller, present, request.parameters(), then.version() + 1);
            default -> throw new IllegalStateException("not of the past: " + route);
        };
    }

    private PastResponse compare(
            ApiRequest request,
            ObjectType type,
            AccessDecision.Admitted caller,
            PastReads.PastChoice.Chosen earlier,
            Snapshot present,
            ResponseWriter.ResponseVersion version) {
        boolean withPresent = "".equals(request.parameters().get(ListDiff.DIFF));
        PastReads.PastChoice choice = withPresent
                ? new PastReads.PastChoice.Chosen(
                        new PastState(present, earlier.state().touched()), false)
                : states.choose(ListDiff.DIFF, request.parameters(), caller.caller(), request.remoteAddress());
        return switch (choice) {
            case PastReads.PastChoice.Refused(ApiResponse refused) -> new PastResponse(refused, null);
            case PastReads.PastChoice.Chosen later -> {
                Snapshot before = earlier.state().snapshot();
                Snapshot after = later.state().snapshot();
                if (before.version() > after.version()) {
                    yield new PastResponse(ApiResponse.error(400, "'diff' is before 'at'"), null);
                }
                String tag = PastHeaders.tag(before.version()) + "." + PastHeaders.tag(after.version()) + "."
                        + PastHeaders.tag(later.state().touched());
                String cacheControl = withPresent
                        ? PastHeaders.cacheControl(true, false)
                        : PastHeaders.cacheControl(
                                earlier.isSettled() && later.isSettled(),
                                caller.caller().isAnonymous());
                yield new PastResponse(
                        new ListDiff(before, after, caller.visibility(), caller.isVerified())
                                .answer(type, request.parameters()),
                        version.ofPast(tag, cacheControl));
            }
        };
    }
}
