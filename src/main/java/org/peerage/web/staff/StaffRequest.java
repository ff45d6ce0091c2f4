package org.peerage.web.staff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PageServices;

/** A superuser at work: what they do is done in their name, and noted. */
record StaffRequest(PageRequest request) {
    /** Sentences that a page shows after a form was carried out; the address carries their names only. */
    private static final Map<String, String> NOTICES = Map.ofEntries(
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
            Map.entry("begun", "The job has begun."),
            Map.entry("toolDone", "Done. The audit names the version, by which it can be undone."),
            Map.entry("rolledback", "It is as it was."));

    /**
     * What came of an attempt to change the registry.
     *
     * @param problem why not; empty: it is done
     * @param snapshot as it is now, or would be after a trial
     */
    record StaffResult(
            String problem, Snapshot snapshot, @Nullable Decision decision) {
        boolean isDone() {
            return problem.isEmpty();
        }
    }

    PageServices services() {
        return request.services();
    }

    void audit(String action, String subject, String detail) {
        services().auditLog().record(request.caller().actor(), action, subject, detail, request.ipAddress());
    }

    StaffResult submit(Operation operation) {
        return attempt(command(operation));
    }

    /** The same, unless somebody saved the object since this request looked at it. */
    StaffResult submitIfUnchanged(Operation operation, Row row) {
        QueuedWrite.ExpectedVersion seen = new QueuedWrite.ExpectedVersion(
                row.type(), row.id(), request.snapshot().version());
        return attempt(command(operation).expecting(seen));
    }

    /** Finds out what would come of it. */
    StaffResult dryRun(Operation operation) {
        return attempt(command(operation).asDryRun());
    }

    /**
     * Several operations that stand or fall together.
     *
     * @param cause what does it, for the log
     * @param alongside what else belongs into their transaction
     */
    StaffResult submitAll(String cause, List<Operation> operations, QueuedWrite.InTransaction alongside) {
        return attempt(command(operations).withNote(new ChangeNote(cause, "")).withAlongside(alongside));
    }

    /** Finds out what would come of several operations. */
    StaffResult dryRunAll(List<Operation> operations) {
        return attempt(command(operations).asDryRun());
    }

    private Editor.WriteCommand command(Operation operation) {
        return command(List.of(operation));
    }

    private Editor.WriteCommand command(List<Operation> operations) {
        return new Editor.WriteCommand(
                operations,
                new CallerAuthor(request.caller()),
                UUID.randomUUID().toString(),
                null,
                null,
                false);
    }

    private StaffResult attempt(Editor.WriteCommand command) {
        try {
            QueuedWrite.WriteResult outcome = services().editor().submit(command);
            Decision last = outcome.decided().last();
            String problem = last instanceof Decision.Rejected(Refusal refusal, var effects) ? message(refusal) : "";
            return new StaffResult(problem, outcome.snapshot(), last);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            String message = unavailable.isCertain()
                    ? "The database does not answer now. Nothing was changed."
                    : "The database failed; whether the change took effect is not known. Please look.";
            return new StaffResult(message, request.snapshot(), null);
        }
    }

    private static String message(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid(var violations) ->
                violations.stream()
                        .map(violation -> violation.field() + ": " + violation.message())
                        .collect(Collectors.joining(" "));
            case Refusal.Message(int status, String text) -> text;
            case Refusal.NotPermitted none -> "You may not do that.";
            case Refusal.Forbidden missing -> "You may not do that.";
            case Refusal.ObjectNotFound none -> "It is not there, or waits no longer.";
            case Refusal.VersionMismatch none -> "It has changed meanwhile.";
        };
    }

    PageResponse.TemplateResponse page(String template, String title, Map<String, Object> model) {
        return page(200, template, title, "", model);
    }

    PageResponse.TemplateResponse page(
            int status, String template, String title, String problem, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("shell", request.frame(title));
        all.put("notice", NOTICES.getOrDefault(request.value("done"), ""));
        all.put("problem", problem);
        return new PageResponse.TemplateResponse(status, "staff/" + template + ".jte", all);
    }

    /** After a form: the page anew, with a sentence of {@link #NOTICES}. */
    static PageResponse redirectWithNotice(String url, String notice) {
        return new PageResponse.Redirect(url + (url.contains("?") ? "&" : "?") + "done=" + notice);
    }

    /** A number of the path or form; 0 where there is none. */
    static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
