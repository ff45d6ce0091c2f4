package org.peerage.web.staff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.i18n.Messages;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.StatesDiff;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PageServices;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;

/** A superuser at work: what they do is done in their name, and noted. */
record StaffRequest(PageRequest request) {
    /**
     * What came of an attempt to change the registry.
     *
     * @param problem why not; empty: it is done
     * @param before as it was when it was decided
     * @param snapshot as it is now, or would be after a trial
     */
    record StaffResult(
            String problem,
            Snapshot before,
            Snapshot snapshot,
            @Nullable Decision decision) {
        boolean isDone() {
            return problem.isEmpty();
        }

        StatesDiff difference() {
            return StatesDiff.between(before, snapshot, Integer.MAX_VALUE);
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

    /**
     * The same, unless somebody saved the object since this request looked at it.
     *
     * @param preview what it has to come to, as a preview showed it
     */
    StaffResult submitIfUnchanged(Operation operation, Row row, String preview) {
        QueuedWrite.ExpectedVersion seen = new QueuedWrite.ExpectedVersion(
                row.type(), row.id(), request.snapshot().version());
        return attempt(command(operation).expecting(seen).asPreviewed(preview));
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
     * @param preview what they have to come to, as a preview showed it
     */
    StaffResult submitAll(
            String cause, List<Operation> operations, QueuedWrite.InTransaction alongside, String preview) {
        return attempt(command(operations)
                .withNote(new ChangeNote(cause, ""))
                .withAlongside(alongside)
                .asPreviewed(preview));
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
            String problem = last instanceof Decision.Rejected(Refusal refusal, var effects)
                    ? outcome.decided()
                                    .refused(command.operations())
                                    .map(operation -> place(operation, refusal, outcome.before()))
                                    .orElse("")
                            + message(refusal)
                    : "";
            return new StaffResult(problem, outcome.before(), outcome.snapshot(), last);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            String message =
                    unavailable.isCertain() ? Texts.text("staff.noDatabase") : Texts.text("staff.databaseFailed");
            return new StaffResult(message, request.snapshot(), request.snapshot(), null);
        }
    }

    /** Of many rows, the one that stands in the way. */
    private static String place(Operation refused, Refusal refusal, Snapshot snapshot) {
        if (!(refusal instanceof Refusal.Invalid) || !(refused instanceof Operation.ReplaceText replacement)) {
            return "";
        }
        Row row = snapshot.find(replacement.type(), replacement.id());
        return Texts.singular(replacement.type())
                + " "
                + (row == null || row.nameOrId().isEmpty() ? replacement.id() : row.nameOrId())
                + ": ";
    }

    private static String message(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid(var violations) ->
                violations.stream().map(RuleMessages::named).collect(Collectors.joining(" "));
            case Refusal.Message(int status, String text) -> RuleMessages.translated(text);
            case Refusal.NotPermitted none -> Texts.text("staff.notPermitted");
            case Refusal.Forbidden missing -> Texts.text("staff.notPermitted");
            case Refusal.ObjectNotFound none -> Texts.text("staff.gone");
            case Refusal.VersionMismatch none -> Texts.text("staff.changed");
        };
    }

    PageResponse.TemplateResponse page(String template, String title, Map<String, Object> model) {
        return page(200, template, title, "", model);
    }

    /** A page with what is wrong with what was asked; empty: nothing. */
    PageResponse.TemplateResponse page(String template, String title, String problem, Map<String, Object> model) {
        return page(problem.isEmpty() ? 200 : 400, template, title, problem, model);
    }

    PageResponse.TemplateResponse page(
            int status, String template, String title, String problem, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("shell", request.frame(title));
        all.put("notice", notice(request.value("done"), request.value("count")));
        all.put("problem", problem);
        return new PageResponse.TemplateResponse(status, "staff/" + template + ".jte", all);
    }

    private static String notice(String done, String count) {
        String several = "staff.done." + done + ".several";
        return count.matches("[0-9]{1,4}") && Messages.current().has(several)
                ? Texts.text(several, Integer.parseInt(count))
                : Messages.current().find("staff.done." + done).orElse("");
    }

    /** After a form: the page anew, with the message {@code staff.done.…}; the address carries its name only. */
    static PageResponse redirectWithNotice(String url, String notice) {
        return new PageResponse.Redirect(url + (url.contains("?") ? "&" : "?") + "done=" + notice);
    }

    /** A number of the path or form; 0 where there is none. */
    static long number(String text) {
        return IdParser.parse(text).orElse(0);
    }
}
