package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.peerage.access.CallerAuthor;
import org.peerage.accounts.organizations.OrganizationMergeUndo;
import org.peerage.registry.PreviewDigest;
import org.peerage.registry.StatesDiff;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;

/** Takes merges of organizations back, after showing what that means. */
public final class MergeUndoPages {
    private static final int MAX_SHOWN = 200;
    private static final int MAX_LISTED = 1000;
    private static final int LISTED = 20;

    /** A merge that can be undone. */
    public record MergeLine(String link, String sources, String target, String by, String at) {}

    private MergeUndoPages() {}

    /** The last merges whose organizations are still gone. */
    static List<MergeLine> last(StaffRequest staff) {
        ActorNames actors = ActorNames.of(staff);
        return undo(staff).list(LISTED).stream()
                .filter(merge -> merge.sources().stream().allMatch(id -> isGone(staff, id)))
                .filter(undo(staff)::isStanding)
                .map(merge -> line(staff, merge, actors))
                .toList();
    }

    private static MergeLine line(StaffRequest staff, OrganizationMergeUndo.PastMerge merge, ActorNames actors) {
        return new MergeLine(
                "/staff/merge/undo/" + merge.version(),
                merge.sources().stream().map(id -> name(staff, id)).collect(Collectors.joining(", ")),
                name(staff, merge.target()),
                actors.name(merge.actor()),
                TimeFormat.of(merge.at()));
    }

    private static boolean isGone(StaffRequest staff, long organization) {
        Row row = staff.request().snapshot().find(Org.TYPE, organization);
        return row != null && row.status() == Status.DELETED;
    }

    private static String name(StaffRequest staff, long organization) {
        Row row = staff.request().snapshot().find(Org.TYPE, organization);
        return row == null ? Org.TYPE.reference(organization) : row.get(Org.NAME);
    }

    private static OrganizationMergeUndo undo(StaffRequest staff) {
        return new OrganizationMergeUndo(
                staff.services().editor(),
                staff.services().store(),
                staff.services().accounts(),
                staff.services().auditLog(),
                staff.services().clock());
    }

    /** {@code /staff/merge/undo/<version>}. */
    static PageResponse show(StaffRequest staff) {
        long version = StaffRequest.number(staff.request().pathSegment(3));
        Optional<OrganizationMergeUndo.PastMerge> merge = undo(staff).list(MAX_LISTED).stream()
                .filter(past -> past.version() == version)
                .findFirst();
        if (merge.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (!undo(staff).isStanding(merge.get())) {
            return page(staff, merge.get(), text("merge.undo.notStanding"), List.of(), 0, "");
        }
        try {
            if (staff.request().isPost()) {
                OrganizationMergeUndo.UndoResult result = undo(staff)
                        .undo(
                                merge.get(),
                                new CallerAuthor(staff.request().caller()),
                                staff.request().value("preview"),
                                staff.request().ipAddress());
                return switch (result) {
                    case OrganizationMergeUndo.UndoResult.Undone done ->
                        StaffRequest.redirectWithNotice(
                                "/staff/merge", done.left().isEmpty() ? "unmerged" : "unmergedInPart");
                    case OrganizationMergeUndo.UndoResult.UndoRefused(String reason) ->
                        preview(staff, merge.get(), RuleMessages.translated(reason));
                };
            }
            return preview(staff, merge.get(), "");
        } catch (WriteLane.WriteUnavailableException | SQLException unavailable) {
            return page(staff, merge.get(), text("merge.noDatabase"), List.of(), 0, "");
        }
    }

    private static PageResponse preview(StaffRequest staff, OrganizationMergeUndo.PastMerge merge, String problem)
            throws WriteLane.WriteUnavailableException, SQLException {
        return switch (undo(staff)
                .preview(merge, new CallerAuthor(staff.request().caller()))) {
            case OrganizationMergeUndo.UndoResult.UndoRefused(String reason) ->
                page(staff, merge, problem.isEmpty() ? RuleMessages.translated(reason) : problem, List.of(), 0, "");
            case OrganizationMergeUndo.UndoResult.Undone done -> {
                StatesDiff diff = done.difference();
                yield page(
                        staff,
                        merge,
                        problem,
                        diff.rows().stream()
                                .limit(MAX_SHOWN)
                                .map(ToolPages::row)
                                .toList(),
                        diff.total(),
                        PreviewDigest.of(diff));
            }
        };
    }

    private static PageResponse page(
            StaffRequest staff,
            OrganizationMergeUndo.PastMerge merge,
            String problem,
            List<ToolPages.PreviewRow> rows,
            int total,
            String preview) {
        return staff.page(
                "unmerge",
                text("merge.undo.title"),
                problem,
                Map.of(
                        "merge", line(staff, merge, ActorNames.of(staff)),
                        "rows", rows,
                        "total", total,
                        "people", merge.changes(),
                        "preview", preview));
    }
}
