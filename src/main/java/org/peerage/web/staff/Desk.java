package org.peerage.web.staff;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Site;
import org.peerage.web.page.Visit;

/** A superuser at work: what they do is done in their name, and noted. */
record Desk(Visit visit) {
    /** Sentences that a page shows after a form was carried out; the address carries their names only. */
    private static final Map<String, String> DONE = Map.ofEntries(
            Map.entry("approved", "Approved."),
            Map.entry("denied", "Denied."),
            Map.entry("saved", "Saved."),
            Map.entry("removed", "Removed."),
            Map.entry("verified", "The address counts as confirmed now."),
            Map.entry("deactivated", "The account is deactivated, and its sessions are ended."),
            Map.entry("reactivated", "The account is active again."),
            Map.entry("mailed", "The mail is on its way."),
            Map.entry("ended", "The sessions are ended."),
            Map.entry("revoked", "The key is revoked."),
            Map.entry("merged", "The organizations are one now."),
            Map.entry("undeleted", "It is back."),
            Map.entry("rolledback", "It is as it was."));

    /**
     * What came of an attempt to change the registry.
     *
     * @param problem why not; empty: it is done
     * @param snapshot as it is now, or would be after a trial
     */
    record Done(String problem, Snapshot snapshot, @Nullable Decision decision) {
        boolean isDone() {
            return problem.isEmpty();
        }
    }

    Site site() {
        return visit.site();
    }

    void note(String action, String subject, String detail) {
        site().audit().note(visit.caller().actor(), action, subject, detail, visit.address());
    }

    Done submit(Operation operation) {
        return attempt(wish(operation));
    }

    /** The same, unless somebody saved the object since this request looked at it. */
    Done submitUnlessSaved(Operation operation, Row row) {
        Request.Expected seen =
                new Request.Expected(row.type(), row.id(), visit.snapshot().version());
        return attempt(wish(operation).expecting(seen));
    }

    /** Finds out what would come of it. */
    Done trial(Operation operation) {
        return attempt(wish(operation).asTrial());
    }

    private Editor.Wish wish(Operation operation) {
        return Editor.Wish.of(
                operation, new CallerAuthor(visit.caller()), UUID.randomUUID().toString());
    }

    private Done attempt(Editor.Wish wish) {
        try {
            Request.Outcome outcome = site().editor().submit(wish);
            Decision last = outcome.decided().last();
            String problem = last instanceof Decision.Refused(Refusal refusal, var effects) ? words(refusal) : "";
            return new Done(problem, outcome.snapshot(), last);
        } catch (WriteLane.Unavailable unavailable) {
            String words = unavailable.isCertain()
                    ? "The database does not answer now. Nothing was changed."
                    : "The database failed; whether the change took effect is not known. Please look.";
            return new Done(words, visit.snapshot(), null);
        }
    }

    private static String words(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid(var violations) ->
                violations.stream()
                        .map(violation -> violation.field() + ": " + violation.message())
                        .collect(Collectors.joining(" "));
            case Refusal.Message(int status, String text) -> text;
            case Refusal.NotPermitted none -> "You may not do that.";
            case Refusal.Forbidden missing -> "You may not do that.";
            case Refusal.NotFound none -> "It is not there, or waits no longer.";
            case Refusal.Outdated none -> "It has changed meanwhile.";
        };
    }

    Reply.Page page(String template, String title, Map<String, Object> model) {
        return page(200, template, title, "", model);
    }

    Reply.Page page(int status, String template, String title, String problem, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("shell", visit.shell(title));
        all.put("notice", DONE.getOrDefault(visit.value("done"), ""));
        all.put("problem", problem);
        return new Reply.Page(status, "staff/" + template + ".jte", all);
    }

    /** After a form: the page anew, with a sentence of {@link #DONE}. */
    static Reply done(String place, String word) {
        return new Reply.Redirect(place + (place.contains("?") ? "&" : "?") + "done=" + word);
    }

    /** A number of the path or form; 0 where there is none. */
    static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
