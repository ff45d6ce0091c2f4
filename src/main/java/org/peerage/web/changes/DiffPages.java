package org.peerage.web.changes;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiResponse;
import org.peerage.api.QueryParameters;
import org.peerage.api.handlers.ListDiff;
import org.peerage.api.handlers.PageFilters;
import org.peerage.api.handlers.PastReads;
import org.peerage.registry.ArchivedVersion;
import org.peerage.registry.PastState;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.objects.ChangeEntries;
import org.peerage.web.objects.FormView;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** {@code /<tag>/<id>/changes?at=…&diff=…}: an object, and what hangs on it, at two moments (docs/spec/record.md §1.7). */
final class DiffPages {
    private static final int MAX_ENTRIES = 500;

    private DiffPages() {}

    static boolean isAsked(PageRequest request) {
        return request.has(PastReads.AT) || request.has(ListDiff.DIFF);
    }

    static PageResponse answer(PageRequest request, Row row) {
        String at = request.value(PastReads.AT);
        String diff = request.value(ListDiff.DIFF);
        if (at.isEmpty()) {
            return page(request, row, "", List.of(), 0, 200, "");
        }
        Moments moments = new Moments(request);
        Snapshot before = moments.find(PastReads.AT, at);
        Snapshot after = before == null || diff.isEmpty() ? request.snapshot() : moments.find(ListDiff.DIFF, diff);
        if (before == null || after == null) {
            return page(request, row, "", List.of(), 0, moments.status, moments.problem);
        }
        if (before.version() > after.version()) {
            return page(request, row, "", List.of(), 0, 400, text("past.diff.order"));
        }
        Map<ListDiff.Kind, List<DiffView.DiffEntry>> entries = new EnumMap<>(ListDiff.Kind.class);
        int shown = 0;
        int found = 0;
        ListDiff comparison = new ListDiff(
                before, after, request.visibility(), request.caller().isVerified());
        for (ObjectType type : ObjectTypes.ALL) {
            for (ListDiff.Difference difference : differences(comparison, request, type, row)) {
                found++;
                if (shown < MAX_ENTRIES) {
                    shown++;
                    entries.computeIfAbsent(difference.kind(), none -> new ArrayList<>())
                            .add(entry(
                                    request, difference, difference.kind() == ListDiff.Kind.REMOVED ? before : after));
                }
            }
        }
        List<DiffView.DiffSection> sections = new ArrayList<>();
        entries.forEach(
                (kind, of) -> sections.add(new DiffView.DiffSection(text("past.diff." + kind.text(), of.size()), of)));
        String between = text(
                "past.diff.between",
                ArchivedVersion.text(before.version()),
                before.time(),
                ArchivedVersion.text(after.version()),
                after.time());
        return page(request, row, between, sections, found - shown, 200, "");
    }

    private static List<ListDiff.Difference> differences(
            ListDiff comparison, PageRequest request, ObjectType type, Row row) {
        String filter = type == row.type() ? "id" : row.type().typeName() + "_id";
        if (!PageFilters.ignored(request.snapshot(), type, List.of(filter)).isEmpty()) {
            return List.of();
        }
        return comparison.differences(type, QueryParameters.parse(filter + "=" + row.id()))
                        instanceof ParseResult.Value<List<ListDiff.Difference>>(List<ListDiff.Difference> found)
                ? found
                : List.of();
    }

    private static DiffView.DiffEntry entry(PageRequest request, ListDiff.Difference difference, Snapshot of) {
        Row row = difference.row();
        boolean isGone = difference.kind() == ListDiff.Kind.REMOVED;
        return new DiffView.DiffEntry(
                Texts.kindAndName(row, of),
                isGone ? "" : row.url(),
                difference.fields().stream()
                        .filter(field -> field.field() != row.type().updated())
                        .map(field -> new FormView.FieldDifference(
                                Texts.label(field.field()),
                                value(request, field.field(), field.before()),
                                value(request, field.field(), field.after())))
                        .toList());
    }

    private static <T> String value(PageRequest request, Field<T> field, Row row) {
        return ChangeEntries.value(request, field, row.find(field));
    }

    private static PageResponse page(
            PageRequest request,
            Row row,
            String between,
            List<DiffView.DiffSection> sections,
            int more,
            int status,
            String problem) {
        String name = row.name(request.snapshot());
        DiffView view = new DiffView(
                text("past.diff.title", name),
                row.path(),
                name,
                row.path() + "/changes",
                request.value(PastReads.AT),
                request.value(ListDiff.DIFF),
                between,
                problem,
                sections,
                more);
        request.response().set("X-Robots-Tag", "noindex");
        return new PageResponse.TemplateResponse(
                status, "changes/diff.jte", Map.of("shell", request.frame(view.title()), "view", view));
    }

    /** Finds states, and says why one is not found. */
    private static final class Moments {
        private final PageRequest request;
        private int status = 200;
        private String problem = "";

        Moments(PageRequest request) {
            this.request = request;
        }

        @Nullable
        Snapshot find(String name, String moment) {
            return switch (request.services().past().choose(name, moment, request.caller(), request.ipAddress())) {
                case PastReads.PastChoice.Chosen(PastState state, boolean _) -> state.snapshot();
                case PastReads.PastChoice.Refused(ApiResponse refusal) -> {
                    status = refusal.status();
                    problem = Texts.pastProblem(status);
                    yield null;
                }
            };
        }
    }
}
