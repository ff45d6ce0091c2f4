package org.peerage.web.organizations;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.access.changes.ChangeFinder;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.access.changes.OrganizationActors;
import org.peerage.api.QueryParameters;
import org.peerage.api.handlers.CriteriaParser;
import org.peerage.registry.types.Org;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.store.ChangeNote;
import org.peerage.store.ChangeSubject;
import org.peerage.web.changes.ChangesPages;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.objects.ChangeEntries;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;

/** The panel's log of changes: what happened to what the organization has, and by whom (docs/spec/record.md §2.1). */
final class OrganizationChangesPages {
    private static final int PAGE_SIZE = 50;
    private static final int CSV_PAGES = 40;
    private static final int CSV_PAGE_SIZE = 250;

    PageResponse show(PanelRequest panel) {
        PageRequest request = panel.request();
        ParseResult<ChangeCriteria> read = CriteriaParser.parse(QueryParameters.parse(ChangesPages.query(request)));
        if (read instanceof ParseResult.Problem<ChangeCriteria>(String problem)) {
            return page(
                    panel, new ChangeFinder.ChangePage(List.of(), null), Map.of(), RuleMessages.translated(problem));
        }
        ChangeCriteria criteria =
                ((ParseResult.Value<ChangeCriteria>) read).value().about(ChangeSubject.of(Org.TYPE, panel.id()));
        try {
            ChangeFinder finder = new ChangeFinder(request.services().store());
            if (request.value("format").equals("csv")) {
                return csv(panel, finder, criteria);
            }
            ChangeFinder.ChangePage found = finder.newest(
                    criteria, audience(panel), ChangesPages.position(request.value("before")), PAGE_SIZE, true);
            return page(panel, found, notes(request, found.changes()), "");
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    private static ChangeAudience audience(PanelRequest panel) {
        return ChangeAudience.ofLog(panel.request().caller(), panel.request().snapshot(), panel.id());
    }

    private static Map<Long, ChangeNote> notes(PageRequest request, List<DisclosedChange> changes) throws SQLException {
        return request.services()
                .store()
                .notes(changes.stream().map(DisclosedChange::version).toList());
    }

    private static PageResponse page(
            PanelRequest panel, ChangeFinder.ChangePage found, Map<Long, ChangeNote> notes, String problem) {
        PageRequest request = panel.request();
        OrganizationActors names =
                new OrganizationActors(request.services().accounts().current(), panel.id());
        List<OrganizationChangeLine> lines = new ArrayList<>();
        for (DisclosedChange change : found.changes()) {
            line(request, change, notes.getOrDefault(change.version(), ChangeNote.NONE), names)
                    .ifPresent(lines::add);
        }
        String query = ChangesPages.query(request);
        String path = panel.url() + "/changes";
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(text("changes.log.title", panel.name())));
        model.put("head", panel.header("changes"));
        model.put("filter", ChangesPages.filter(request, problem));
        model.put("actor", request.value("actor"));
        model.put("lines", lines);
        model.put("older", found.next() == null ? "" : ChangesPages.link(path, query, "before=" + found.next()));
        model.put("csv", ChangesPages.link(path, query, "format=csv"));
        model.put("undo", undo(panel, query));
        return new PageResponse.TemplateResponse(problem.isEmpty() ? 200 : 400, "organizations/changes.jte", model);
    }

    /** Where all that is shown can be undone: what one author did, in some time. */
    private static String undo(PanelRequest panel, String query) {
        PageRequest request = panel.request();
        boolean isOfOneAuthor = !request.value("actor").isEmpty()
                && request.value("type").isEmpty()
                && request.value("op").isEmpty()
                && request.value("field").isEmpty();
        return isOfOneAuthor ? "/undo?about=org:" + panel.id() + "&" + query.replaceFirst("(^|&)actor=", "$1by=") : "";
    }

    private static Optional<OrganizationChangeLine> line(
            PageRequest request, DisclosedChange change, ChangeNote note, OrganizationActors names) {
        Row row = request.snapshot().find(change.type(), change.id());
        return row == null || !change.disclosesFields()
                ? Optional.empty()
                : Optional.of(new OrganizationChangeLine(
                        change.version(),
                        change.at().toString().replace('T', ' ').replace("Z", ""),
                        change.origin()
                                .map(origin -> name(names.of(origin.actor())))
                                .orElse(""),
                        change.origin().map(DisclosedChange.ChangeOrigin::actor).orElse(""),
                        text(
                                "changes.entry." + ChangeEntries.verb(change.apparentOperation()),
                                Texts.kindAndName(row, request.snapshot())),
                        row.url(),
                        differences(request, change),
                        note.comment(),
                        note.cause(),
                        change.origin()
                                .map(DisclosedChange.ChangeOrigin::requestId)
                                .orElse("")));
    }

    private static String name(OrganizationActors.NamedActor actor) {
        return switch (actor.kind()) {
            case STAFF -> text("changes.actor.staff");
            case IMPORT -> text("changes.actor.import");
            case KEY -> text("changes.actor.key", actor.name());
            case PERSON, OTHER -> actor.name();
        };
    }

    private static String differences(PageRequest request, DisclosedChange change) {
        return ChangeEntries.differences(request, change, told -> !told.field().isReadOnly()).stream()
                .map(field -> field.label() + ": " + field.before() + " → " + field.after())
                .collect(Collectors.joining("; "));
    }

    private static PageResponse csv(PanelRequest panel, ChangeFinder finder, ChangeCriteria criteria)
            throws SQLException {
        PageRequest request = panel.request();
        OrganizationActors names =
                new OrganizationActors(request.services().accounts().current(), panel.id());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "time",
                "version",
                "who",
                "actor",
                "operation",
                "type",
                "id",
                "differences",
                "comment",
                "cause",
                "request_id"));
        ChangeFinder.LogPosition position = ChangeFinder.LogPosition.END;
        for (int i = 0; i < CSV_PAGES && position != null; i++) {
            ChangeFinder.ChangePage found = finder.newest(criteria, audience(panel), position, CSV_PAGE_SIZE, true);
            Map<Long, ChangeNote> notes = notes(request, found.changes());
            for (DisclosedChange change : found.changes()) {
                rows.add(cells(request, change, notes.getOrDefault(change.version(), ChangeNote.NONE), names));
            }
            position = found.next();
        }
        return new PageResponse.Download(SafeCsvWriter.TYPE, "changes-" + panel.id() + ".csv", out -> {
            try (SafeCsvWriter csv = new SafeCsvWriter(out)) {
                rows.forEach(csv::line);
            }
        });
    }

    private static List<String> cells(
            PageRequest request, DisclosedChange change, ChangeNote note, OrganizationActors names) {
        return List.of(
                change.at().toString(),
                Long.toString(change.version()),
                change.origin().map(origin -> names.of(origin.actor()).name()).orElse(""),
                change.origin().map(DisclosedChange.ChangeOrigin::actor).orElse(""),
                change.apparentOperation(),
                change.type().typeName(),
                Long.toString(change.id()),
                differences(request, change),
                note.comment(),
                note.cause(),
                change.origin().map(DisclosedChange.ChangeOrigin::requestId).orElse(""));
    }
}
