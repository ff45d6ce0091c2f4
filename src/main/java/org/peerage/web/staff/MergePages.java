package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.peerage.access.CallerAuthor;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Role;
import org.peerage.accounts.organizations.OrganizationMerger;
import org.peerage.registry.MergePlan;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;
import org.peerage.web.pick.PickField;
import org.peerage.web.pick.PickKind;

/** Makes organizations one, after showing what that means. */
final class MergePages {
    private static final MergePlan NO_PLAN = new MergePlan(null, List.of(), List.of(), List.of(), List.of());

    PageResponse show(StaffRequest staff) {
        if (staff.request().pathSegment(2).equals("undo")) {
            return MergeUndoPages.show(staff);
        }
        boolean submitted = target(staff).isSet() || sources(staff).isSet();
        if (!staff.request().isPost()) {
            return page(staff, submitted ? plan(staff) : NO_PLAN, "");
        }
        try {
            return switch (merging(staff)
                    .merge(
                            wanted(staff),
                            new CallerAuthor(staff.request().caller()),
                            staff.request().value("preview"),
                            staff.request().ipAddress())) {
                case OrganizationMerger.MergeResult.Merged(long version) ->
                    StaffRequest.redirectWithNotice("/staff/merge", "merged");
                case OrganizationMerger.MergeResult.MergeRefused(String reason) -> refused(staff, plan(staff), reason);
            };
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return page(staff, plan(staff), Texts.text("merge.noDatabase"));
        }
    }

    private static OrganizationMerger merging(StaffRequest staff) {
        return new OrganizationMerger(
                staff.services().editor(),
                staff.services().accounts(),
                staff.services().clock());
    }

    private static OrganizationMerger.MergeRequest wanted(StaffRequest staff) {
        return new OrganizationMerger.MergeRequest(
                sourceIds(staff),
                targetId(staff),
                staff.request().has("admins"),
                staff.request().value("keys").equals("move"));
    }

    /** What the page shows; nothing to be done where the database does not answer. */
    private static String preview(StaffRequest staff, boolean ready) {
        try {
            return ready
                    ? merging(staff)
                            .preview(
                                    wanted(staff),
                                    new CallerAuthor(staff.request().caller()))
                            .orElse("")
                    : "";
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return "";
        }
    }

    /** The plan knows the obstacles in the page's language, where they are still there. */
    private static PageResponse refused(StaffRequest staff, MergePlan plan, String reason) {
        return page(
                staff,
                plan,
                plan.obstacles().isEmpty() ? RuleMessages.translated(reason) : String.join(" ", plan.obstacles()));
    }

    private static PickField target(StaffRequest staff) {
        return PickField.one(staff.request(), "target", PickKind.ORGANIZATION, Texts.text("merge.target"));
    }

    private static PickField sources(StaffRequest staff) {
        return PickField.several(staff.request(), "sources", PickKind.ORGANIZATION, Texts.text("merge.sources"));
    }

    private static long targetId(StaffRequest staff) {
        return target(staff).value().map(StaffRequest::number).orElse(0L);
    }

    private static List<Long> sourceIds(StaffRequest staff) {
        return sources(staff).values().stream().map(StaffRequest::number).toList();
    }

    private static MergePlan plan(StaffRequest staff) {
        return target(staff).isClear() && sources(staff).isClear()
                ? MergePlan.of(
                        sourceIds(staff), targetId(staff), staff.request().snapshot())
                : NO_PLAN;
    }

    private static PageResponse page(StaffRequest staff, MergePlan plan, String problem) {
        Row target = plan.target();
        String preview = preview(
                staff,
                plan.obstacles().isEmpty() && target != null && !plan.sources().isEmpty());
        MergeView view = new MergeView(
                preview,
                target == null ? "" : target.get(Org.NAME),
                plan.sources().stream().map(row -> row.get(Org.NAME)).toList(),
                plan.moving().stream().map(row -> moving(staff, row)).toList(),
                members(staff, plan),
                keys(staff, plan),
                plan.obstacles(),
                plan.warnings());
        return staff.page(
                "merge",
                Texts.text("merge.title"),
                problem,
                Map.of(
                        "view", view,
                        "past", MergeUndoPages.last(staff),
                        "target", target(staff),
                        "sources", sources(staff)));
    }

    private static MergeView.MovingObject moving(StaffRequest staff, Row row) {
        Row from = Org.of(row, staff.request().snapshot()).orElse(null);
        return new MergeView.MovingObject(
                Texts.singular(row.type()), row.nameOrId(), row.url(), from == null ? "" : from.get(Org.NAME));
    }

    private static List<String> members(StaffRequest staff, MergePlan plan) {
        List<String> members = new ArrayList<>();
        for (Row source : plan.sources()) {
            for (UserAccount user : staff.services().accounts().current().membersOf(source.id())) {
                Role role = user.organizations().get(source.id());
                if (role != null) {
                    members.add(
                            Texts.text("merge.member", user.username(), Texts.role(role.text()), source.get(Org.NAME)));
                }
            }
        }
        return members;
    }

    private static List<String> keys(StaffRequest staff, MergePlan plan) {
        List<String> keys = new ArrayList<>();
        for (Row source : plan.sources()) {
            staff.services().accounts().current().keysOf(new StoredKey.Owner.OrganizationOwner(source.id())).stream()
                    .filter(key -> key.status() != StoredKey.KeyStatus.REVOKED)
                    .forEach(key -> keys.add(Texts.text("merge.key", key.name(), key.prefix(), source.get(Org.NAME))));
        }
        return keys;
    }
}
