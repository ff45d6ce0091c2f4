package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.store.ChangeNote;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;

/** Hands what a visitor wants done to the registry, and sorts what comes back for the pages. */
final class FormSubmission {
    /** When to come back after the database was away. */
    static final String RETRY_SECONDS = "5";

    private FormSubmission() {}

    /** What came of it. */
    sealed interface SubmissionResult {
        /** It is done; {@code subject} is the row that it was about, where there is one left. */
        record Saved(Optional<Row> subject) implements SubmissionResult {}

        /** Rules are broken; all of them that can be told at once. */
        record RulesBroken(List<Violation> violations) implements SubmissionResult {}

        /** It may not be done, or not now; a sentence for the visitor. */
        record SubmissionRefused(int status, String text) implements SubmissionResult {}

        /** Somebody saved the object in between. */
        record EditConflict() implements SubmissionResult {}
    }

    static SubmissionResult submit(
            PageRequest request, Operation operation, QueuedWrite.@Nullable ExpectedVersion expected) {
        var tooMany = request.services().rateLimiter().admitWrite(request.caller(), request.ipAddress());
        if (tooMany.isPresent()) {
            return new SubmissionResult.SubmissionRefused(
                    429, RuleMessages.translated(tooMany.get().message()));
        }
        Editor.WriteCommand command = command(request, operation).expecting(expected);
        try {
            SubmissionResult result = result(
                    request,
                    request.services().editor().submit(command).decided().last());
            // What comes first is told by a write; a person wants to know all that is wrong.
            return result instanceof SubmissionResult.RulesBroken ? dryRun(request, operation, result) : result;
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return unavailable(unavailable);
        }
    }

    static SubmissionResult.SubmissionRefused unavailable(WriteLane.WriteUnavailableException unavailable) {
        return new SubmissionResult.SubmissionRefused(
                503, unavailable.isCertain() ? text("object.form.away") : text("object.form.uncertain"));
    }

    /** What would come of it. */
    static SubmissionResult attempt(PageRequest request, Operation operation) {
        try {
            return result(
                    request,
                    request.services()
                            .editor()
                            .submit(command(request, operation).asDryRun())
                            .decided()
                            .last());
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return new SubmissionResult.SubmissionRefused(503, text("object.form.away"));
        }
    }

    private static SubmissionResult dryRun(PageRequest request, Operation operation, SubmissionResult first) {
        SubmissionResult all = attempt(request, operation);
        return all instanceof SubmissionResult.RulesBroken ? all : first;
    }

    private static Editor.WriteCommand command(PageRequest request, Operation operation) {
        return Editor.WriteCommand.of(operation, new CallerAuthor(request.caller()), "page-" + UUID.randomUUID())
                .withNote(note(request));
    }

    /** What the visitor says of why, as far as the log takes it. */
    private static ChangeNote note(PageRequest request) {
        return new ChangeNote("", ChangeNote.shortened(request.value("change_comment")));
    }

    private static SubmissionResult result(PageRequest request, Decision decision) {
        return switch (decision) {
            case Decision.Applied applied -> new SubmissionResult.Saved(applied.row());
            case Decision.NeedsAsnRecord needs -> throw new IllegalStateException("undecided");
            case Decision.Rejected(Refusal refusal, var effects) ->
                switch (refusal) {
                    case Refusal.Invalid(List<Violation> violations) ->
                        new SubmissionResult.RulesBroken(ours(request, violations));
                    case Refusal.Message(int status, String text) ->
                        new SubmissionResult.SubmissionRefused(
                                status,
                                text.isEmpty()
                                        ? text("object.form.misfit")
                                        : RuleMessages.translated(ours(request, text)));
                    case Refusal.NotPermitted none ->
                        new SubmissionResult.SubmissionRefused(403, text("object.form.forbidden"));
                    case Refusal.Forbidden missing ->
                        new SubmissionResult.SubmissionRefused(403, text("object.form.forbidden"));
                    case Refusal.ObjectNotFound none ->
                        new SubmissionResult.SubmissionRefused(404, text("object.form.absent"));
                    case Refusal.VersionMismatch none -> new SubmissionResult.EditConflict();
                };
        };
    }

    private static List<Violation> ours(PageRequest request, List<Violation> violations) {
        return violations.stream()
                .map(violation ->
                        new Violation(violation.field(), ours(request, violation.message()), violation.form()))
                .toList();
    }

    /** The rules speak as the reference does, also of whom to write to; people here write to who runs this registry. */
    private static String ours(PageRequest request, String message) {
        String contact = request.services().contact();
        return message.replace(
                RegistrySettings.STANDARD.contact(), contact.isEmpty() ? text("object.form.operator") : contact);
    }

    /** What those get who may not do something: the way to sign in, or a plain no. */
    static PageResponse forbidden(PageRequest request) {
        return request.user().isEmpty()
                ? request.loginRedirect()
                : new PageResponse.ForbiddenResponse(text("object.form.forbidden"));
    }

    /** Where the visitor goes when it is done; a script is told so, since it goes itself. */
    static PageResponse redirect(PageRequest request, String url) {
        return request.wantsFragment()
                ? new PageResponse.JsonResponse(
                        200,
                        new JsonBuffer(64)
                                .ascii("{\"to\": ")
                                .quoted(url)
                                .ascii("}")
                                .toString())
                : new PageResponse.Redirect(url);
    }

    static PageResponse errorPage(PageRequest request, SubmissionResult.SubmissionRefused refused) {
        if (refused.status() == 503) {
            request.response().set("Retry-After", RETRY_SECONDS);
        }
        return PageRenderer.message(request, refused.status(), text("object.form.refused.title"), refused.text());
    }
}
