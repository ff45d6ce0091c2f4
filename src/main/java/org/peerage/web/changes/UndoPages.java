package org.peerage.web.changes;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.UndoService;
import org.peerage.access.limits.RateLimited;
import org.peerage.api.handlers.SubjectParser;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.UndoOutcome;
import org.peerage.registry.UndoSelection;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import org.peerage.store.ChangeNote;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import org.peerage.web.objects.ChangeEntries;
import org.peerage.web.objects.FormView.FieldDifference;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;

/** {@code /undo}: shows what taking changes back would do, and does it. */
public final class UndoPages {
    /** The ways in which the address says what is undone. */
    private static final List<String> SELECTION =
            List.of("version", "type", "id", "deleted", "cause", "by", "from", "to", "about");

    public PageResponse show(PageRequest request) {
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        if (!request.pathSegment(1).isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        Optional<RateLimited> tooMany = request.admitWrite();
        if (tooMany.isPresent()) {
            return PageRenderer.tooMany(request, tooMany.get());
        }
        try {
            Optional<UndoSelection> selection = selection(request);
            if (selection.isEmpty()) {
                return new PageResponse.NotFoundResponse();
            }
            boolean skip = request.value("conflicts").equals("skip");
            UndoService undo = new UndoService(
                    request.services().store(), request.services().editor());
            UndoService.UndoResult result = undo.undo(
                    new UndoService.UndoRequest(
                            selection.get(), about(request), skip, comment(request), !request.isPost()),
                    ChangeEntries.audience(request),
                    "page-" + UUID.randomUUID());
            return switch (result) {
                case UndoService.UndoResult.NothingFound none -> new PageResponse.NotFoundResponse();
                case UndoService.UndoResult.TooMany many ->
                    PageRenderer.message(request, 400, text("changes.undo.title"), text("changes.undo.tooMany"));
                case UndoService.UndoResult.Decided(UndoOutcome outcome) -> decided(request, outcome);
            };
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return PageRenderer.message(request, 503, text("changes.undo.title"), text("changes.undo.unavailable"));
        }
    }

    private static String comment(PageRequest request) {
        return ChangeNote.shortened(request.value("comment"));
    }

    private static PageResponse decided(PageRequest request, UndoOutcome outcome) {
        if (outcome.refusal().isEmpty() && request.isPost()) {
            return new PageResponse.Redirect(back(request, outcome) + "?done=undone");
        }
        return switch (outcome.refusal().orElse(null)) {
            case null -> page(request, 200, outcome, "");
            case Refusal.Message(int status, String reason)
            when status == 409 -> page(request, request.isPost() ? 409 : 200, outcome, text("changes.undo.conflict"));
            case Refusal.Message(int status, String reason) ->
                PageRenderer.message(request, status, text("changes.undo.title"), RuleMessages.translated(reason));
            default -> new PageResponse.ForbiddenResponse(text("changes.undo.forbidden"));
        };
    }

    private static PageResponse page(PageRequest request, int status, UndoOutcome outcome, String problem) {
        Map<String, String> selection = new LinkedHashMap<>();
        SELECTION.stream()
                .filter(name -> !request.value(name).isEmpty())
                .forEach(name -> selection.put(name, request.value(name)));
        boolean nothing = problem.isEmpty() && outcome.undone().isEmpty();
        UndoView view = new UndoView(
                selection,
                back(request, outcome),
                outcome.undone().stream().map(undone -> entry(request, undone)).toList(),
                outcome.skipped().stream()
                        .map(skipped -> entry(request, skipped))
                        .toList(),
                nothing ? text("changes.undo.nothing") : problem,
                !problem.isEmpty(),
                comment(request));
        return new PageResponse.TemplateResponse(
                status, "changes/undo.jte", Map.of("shell", request.frame(text("changes.undo.title")), "view", view));
    }

    private static UndoView.UndoneEntry entry(PageRequest request, UndoOutcome.UndoneObject undone) {
        List<FieldDifference> differences = new ArrayList<>();
        undone.fields()
                .forEach((field, values) -> differences.add(new FieldDifference(
                        Texts.label(field),
                        ChangeEntries.value(request, field, values.now()),
                        ChangeEntries.value(request, field, values.then()))));
        String key =
                switch (undone.operation()) {
                    case "revive" -> "changes.undo.revives";
                    case "delete" -> "changes.undo.deletes";
                    default -> "changes.undo.changes";
                };
        return new UndoView.UndoneEntry(
                text(key, name(request, undone.object())), link(request, undone.object()), differences);
    }

    private static UndoView.SkippedEntry entry(PageRequest request, UndoOutcome.SkippedChange skipped) {
        return new UndoView.SkippedEntry(
                name(request, skipped.object()),
                link(request, skipped.object()),
                skipped.version(),
                RuleMessages.translated(skipped.reason()));
    }

    private static @Nullable Row row(PageRequest request, ChangedObject object) {
        return request.snapshot().find(object.type(), object.id());
    }

    private static String name(PageRequest request, ChangedObject object) {
        Row row = row(request, object);
        return Texts.singular(object.type()) + " " + (row == null ? object.id() : Texts.name(row, request.snapshot()));
    }

    private static String link(PageRequest request, ChangedObject object) {
        Row row = row(request, object);
        return row == null ? "" : row.url();
    }

    /** Where the visitor came from: the object, or else the front page. */
    private static String back(PageRequest request, UndoOutcome outcome) {
        return SubjectParser.parse(request.value("about"))
                .map(subject -> subject.row(request.snapshot()))
                .filter(row -> row.status() != Status.DELETED)
                .map(Row::pageUrl)
                .or(() -> outcome.undone().stream()
                        .map(undone -> row(request, undone.object()))
                        .filter(row -> row != null)
                        .map(Row::pageUrl)
                        .findFirst())
                .orElse("/");
    }

    private static @Nullable ChangeSubject about(PageRequest request) {
        return SubjectParser.parse(request.value("about")).orElse(null);
    }

    private static Optional<UndoSelection> selection(PageRequest request) throws SQLException {
        if (!request.value("deleted").isEmpty()) {
            return deletion(request);
        }
        if (!request.value("cause").isEmpty()) {
            return Optional.of(new UndoSelection.OfCause(request.value("cause")));
        }
        if (!request.value("by").isEmpty()) {
            if (isUnclear(request)) {
                return Optional.empty(); // a mistyped limit must not widen what is taken back
            }
            return Optional.of(new UndoSelection.OfActor(
                    request.value("by"), day(request.value("from"), 0), day(request.value("to"), 1), about(request)));
        }
        long version = IdParser.parse(request.value("version")).orElse(0);
        if (version == 0) {
            return Optional.empty();
        }
        ObjectType type = ObjectTypes.byName(request.value("type")).orElse(null);
        long id = IdParser.parse(request.value("id")).orElse(0);
        return Optional.of(
                type == null || id == 0
                        ? new UndoSelection.OfVersions(List.of(version))
                        : new UndoSelection.OfObjects(
                                List.of(new UndoSelection.ObjectVersion(version, new ChangedObject(type, id)))));
    }

    private static boolean isUnclear(PageRequest request) {
        return (!request.value("from").isEmpty() && day(request.value("from"), 0) == null)
                || (!request.value("to").isEmpty() && day(request.value("to"), 1) == null)
                || (!request.value("about").isEmpty() && about(request) == null);
    }

    /** The last time that an object was deleted. */
    private static Optional<UndoSelection> deletion(PageRequest request) throws SQLException {
        Optional<ChangeSubject> subject = SubjectParser.parse(request.value("deleted"));
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        ObjectType type = subject.get().type();
        List<Change> last = type == null
                ? List.of()
                : request
                        .services()
                        .store()
                        .changes(ChangeSearch.newest(10).about(subject.get()).alone(true))
                        .stream()
                        .filter(change -> change.operation().equals("delete"))
                        .toList();
        return type == null || last.isEmpty()
                ? Optional.empty()
                : Optional.of(new UndoSelection.OfObjects(List.of(new UndoSelection.ObjectVersion(
                        last.getFirst().version(),
                        new ChangedObject(type, subject.get().id())))));
    }

    private static @Nullable Instant day(String text, int later) {
        try {
            return text.isEmpty()
                    ? null
                    : LocalDate.parse(text)
                            .plusDays(later)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
