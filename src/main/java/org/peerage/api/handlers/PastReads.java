package org.peerage.api.handlers;

import java.sql.SQLException;
import java.util.Optional;
import org.peerage.access.Caller;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.limits.RateLimiter;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.QueryParameters;
import org.peerage.api.StoreUnreachableException;
import org.peerage.registry.ArchivedVersion;
import org.peerage.registry.Moment;
import org.peerage.registry.Past;
import org.peerage.registry.PastState;
import org.peerage.registry.PastUnavailableException;

/** What {@code at} asks for: a state of the past, or why there is none (docs/spec/record.md §1.1, §1.4). */
public final class PastReads {
    /** The parameter that names a moment. */
    public static final String AT = "at";

    private static final String RETRY_SECONDS = "5";

    private final Past past;
    private final RateLimiter limits;

    public PastReads(Past past, RateLimiter limits) {
        this.past = past;
        this.limits = limits;
    }

    /** What was found. */
    public sealed interface PastChoice {
        /**
         * A state to read.
         *
         * @param isSettled whether the moment will be that state for good
         */
        record Chosen(PastState state, boolean isSettled) implements PastChoice {}

        /** None. */
        record Refused(ApiResponse response) implements PastChoice {}
    }

    /** Whether a request asks for a moment. Most have no query, or none that looks so, and nothing is read for them. */
    public static boolean isAsked(ApiRequest request) {
        String query = request.query();
        boolean mayName = query != null && (query.contains(AT) || query.indexOf('%') >= 0);
        return mayName && request.parameters().has(AT);
    }

    /** The state that {@code at} names. */
    public PastChoice choose(QueryParameters parameters, Caller caller, String ipAddress) {
        return choose(AT, parameters, caller, ipAddress);
    }

    /** The state that a parameter names. */
    public PastChoice choose(String name, QueryParameters parameters, Caller caller, String ipAddress) {
        if (parameters.isRepeated(name)) {
            return refused(400, "'" + name + "' is there more than once");
        }
        return choose(name, String.valueOf(parameters.get(name)), caller, ipAddress);
    }

    /** The state of a moment. */
    public PastChoice choose(String name, String text, Caller caller, String ipAddress) {
        Optional<Moment> moment = Moment.parse(text);
        if (moment.isEmpty()) {
            return refused(400, "'" + name + "' needs to be " + Moment.FORMS);
        }
        try {
            return switch (past.resolve(moment.get())) {
                case Past.Resolution.InFuture none -> refused(400, "'" + name + "' is in the future");
                case Past.Resolution.AboveHead(long head) ->
                    refused(
                            400,
                            "'" + name + "' is above the last version, " + ArchivedVersion.text(head)
                                    + "; write a time as 2026-11-24T18:00:00Z, a day as 2026-11-24");
                case Past.Resolution.BeforeBeginning(long first, var time) ->
                    new PastChoice.Refused(ApiResponse.error(
                                    410,
                                    first == 0
                                            ? "There is no history yet"
                                            : "History begins at version " + ArchivedVersion.text(first) + " (" + time
                                                    + ")")
                            .with("X-Peerage-First", ArchivedVersion.text(first)));
                case Past.Resolution.Found(long version, boolean isSettled) ->
                    state(version, isSettled, caller, ipAddress);
            };
        } catch (SQLException unreachable) {
            throw new StoreUnreachableException(unreachable);
        } catch (PastUnavailableException busy) {
            return busy(busy);
        }
    }

    private PastChoice state(long version, boolean isSettled, Caller caller, String ipAddress)
            throws SQLException, PastUnavailableException {
        Optional<RateLimited> tooMany =
                past.isReady(version) ? Optional.empty() : limits.admitPastState(caller, ipAddress);
        return tooMany.isPresent()
                ? new PastChoice.Refused(ApiResponse.rateLimited(tooMany.get()))
                : new PastChoice.Chosen(past.at(version), isSettled);
    }

    private static PastChoice busy(PastUnavailableException busy) {
        return new PastChoice.Refused(
                ApiResponse.error(503, "Not now: " + busy.getMessage()).with("Retry-After", RETRY_SECONDS));
    }

    private static PastChoice refused(int status, String message) {
        return new PastChoice.Refused(ApiResponse.error(status, message));
    }

    /** The refusal of a moment where only the present is known, or nothing is read; empty where none is named. */
    public static Optional<ApiResponse> refusal(ApiRequest request) {
        return isAsked(request)
                ? Optional.of(ApiResponse.error(400, "'at' is not possible here: it is for reading objects"))
                : Optional.empty();
    }

    /** The address of the same at that version. */
    public static String location(ApiRequest request, long version) {
        String query = request.parameters().with(AT, ArchivedVersion.text(version));
        return request.rawPath() + "?" + query;
    }
}
