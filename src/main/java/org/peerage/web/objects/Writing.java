package org.peerage.web.objects;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Hands what a visitor wants done to the registry, and sorts what comes back for the pages. */
final class Writing {
    /** When to come back after the database was away. */
    static final String RETRY_SECONDS = "5";

    private static final String NOT_ALLOWED = "You may not do this. The organization's admins can give you the right.";

    private Writing() {}

    /** What came of it. */
    sealed interface Result {
        /** It is done; {@code subject} is the row that it was about, where there is one left. */
        record Done(Optional<Row> subject) implements Result {}

        /** Rules are broken; all of them that can be told at once. */
        record Broken(List<Violation> violations) implements Result {}

        /** It may not be done, or not now; a sentence for the visitor. */
        record Refused(int status, String text) implements Result {}

        /** Somebody saved the object in between. */
        record Outdated() implements Result {}
    }

    static Result submit(Visit visit, Operation operation, Request.@Nullable Expected expected) {
        var tooMany = visit.site().throttles().admitWrite(visit.caller(), visit.address());
        if (tooMany.isPresent()) {
            return new Result.Refused(429, tooMany.get().message());
        }
        Editor.Wish wish = wish(visit, operation).expecting(expected);
        try {
            Result result = sorted(visit.site().editor().submit(wish).decided().last());
            // What comes first is told by a write; a person wants to know all that is wrong.
            return result instanceof Result.Broken ? trial(visit, operation, result) : result;
        } catch (WriteLane.Unavailable unavailable) {
            return refused(unavailable);
        }
    }

    static Result.Refused refused(WriteLane.Unavailable unavailable) {
        return new Result.Refused(
                503,
                unavailable.isCertain()
                        ? "The database does not answer now; nothing was changed. Please try again."
                        : "The database did not answer in time. Please look whether the change was made.");
    }

    /** What would come of it. */
    static Result attempt(Visit visit, Operation operation) {
        try {
            return sorted(visit.site()
                    .editor()
                    .submit(wish(visit, operation).asTrial())
                    .decided()
                    .last());
        } catch (WriteLane.Unavailable unavailable) {
            return new Result.Refused(503, "The database does not answer now. Please try again.");
        }
    }

    private static Result trial(Visit visit, Operation operation, Result first) {
        Result all = attempt(visit, operation);
        return all instanceof Result.Broken ? all : first;
    }

    private static Editor.Wish wish(Visit visit, Operation operation) {
        return Editor.Wish.of(operation, new CallerAuthor(visit.caller()), "page-" + UUID.randomUUID());
    }

    private static Result sorted(Decision decision) {
        return switch (decision) {
            case Decision.Applied applied -> new Result.Done(applied.row());
            case Decision.Needs needs -> throw new IllegalStateException("undecided");
            case Decision.Refused(Refusal refusal, var effects) ->
                switch (refusal) {
                    case Refusal.Invalid(List<Violation> violations) -> new Result.Broken(violations);
                    case Refusal.Message(int status, String text) ->
                        new Result.Refused(status, text.isEmpty() ? "That does not fit together." : text);
                    case Refusal.NotPermitted none -> new Result.Refused(403, NOT_ALLOWED);
                    case Refusal.Forbidden missing -> new Result.Refused(403, NOT_ALLOWED);
                    case Refusal.NotFound none -> new Result.Refused(404, "It is not there any more.");
                    case Refusal.Outdated none -> new Result.Outdated();
                };
        };
    }

    /** What those get who may not do something: the way to sign in, or a plain no. */
    static Reply refuse(Visit visit) {
        return visit.user().isEmpty() ? visit.signInFirst() : new Reply.Forbidden(NOT_ALLOWED);
    }

    /** Where the visitor goes when it is done; a script is told so, since it goes itself. */
    static Reply onTo(Visit visit, String place) {
        return visit.wantsFragment()
                ? new Reply.Json(
                        200,
                        new JsonBuffer(64)
                                .ascii("{\"to\": ")
                                .quoted(place)
                                .ascii("}")
                                .toString())
                : new Reply.Redirect(place);
    }

    static Reply sorry(Visit visit, Result.Refused refused) {
        if (refused.status() == 503) {
            visit.response().set("Retry-After", RETRY_SECONDS);
        }
        return Html.message(visit, refused.status(), "This was not done", refused.text());
    }
}
