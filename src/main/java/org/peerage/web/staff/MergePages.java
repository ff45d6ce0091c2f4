package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.peerage.access.CallerAuthor;
import org.peerage.access.Role;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.accounts.OrganizationMerger;
import org.peerage.registry.MergePlan;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.objects.TypeNames;
import org.peerage.web.page.PageResponse;

/** Makes organizations one, after showing what that means. */
final class MergePages {

    PageResponse show(StaffRequest staff) {
        boolean submitted = !staff.request().value("target").isEmpty()
                || !staff.request().value("sources").isEmpty();
        if (!staff.request().isPost()) {
            return page(
                    staff,
                    submitted ? plan(staff) : new MergePlan(null, List.of(), List.of(), List.of(), List.of()),
                    "");
        }
        OrganizationMerger merging = new OrganizationMerger(
                staff.services().editor(),
                staff.services().accounts(),
                staff.services().clock());
        OrganizationMerger.MergeRequest wanted = new OrganizationMerger.MergeRequest(
                sources(staff),
                StaffRequest.number(staff.request().value("target")),
                staff.request().has("admins"),
                staff.request().value("keys").equals("move"));
        try {
            return switch (merging.merge(
                    wanted,
                    new CallerAuthor(staff.request().caller()),
                    staff.request().ipAddress())) {
                case OrganizationMerger.MergeResult.Merged(long version) ->
                    StaffRequest.redirectWithNotice("/staff/merge", "merged");
                case OrganizationMerger.MergeResult.MergeRefused(String reason) -> page(staff, plan(staff), reason);
            };
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return page(staff, plan(staff), "The database does not answer now. If anything was changed, all was.");
        }
    }

    private static List<Long> sources(StaffRequest staff) {
        return Arrays.stream(staff.request().value("sources").split("[\\s,]+"))
                .filter(text -> !text.isEmpty())
                .map(StaffRequest::number)
                .toList();
    }

    private static MergePlan plan(StaffRequest staff) {
        return MergePlan.of(
                sources(staff),
                StaffRequest.number(staff.request().value("target")),
                staff.request().snapshot());
    }

    private static PageResponse page(StaffRequest staff, MergePlan plan, String problem) {
        Row target = plan.target();
        MergeView view = new MergeView(
                plan.obstacles().isEmpty() && target != null && !plan.sources().isEmpty(),
                target == null ? "" : target.get(Org.NAME),
                plan.sources().stream().map(row -> row.get(Org.NAME)).toList(),
                plan.moving().stream().map(row -> moving(staff, row)).toList(),
                members(staff, plan),
                keys(staff, plan),
                plan.obstacles(),
                plan.warnings());
        return staff.page(
                problem.isEmpty() ? 200 : 400,
                "merge",
                "Merge organizations",
                problem,
                Map.of(
                        "view", view,
                        "target", staff.request().value("target"),
                        "sources", staff.request().value("sources")));
    }

    private static MergeView.MovingObject moving(StaffRequest staff, Row row) {
        Row from = TypeNames.organization(row, staff.request().snapshot()).orElse(null);
        return new MergeView.MovingObject(
                row.type().singular(), row.nameOrId(), row.url(), from == null ? "" : from.get(Org.NAME));
    }

    private static List<String> members(StaffRequest staff, MergePlan plan) {
        List<String> members = new ArrayList<>();
        for (Row source : plan.sources()) {
            for (UserAccount user : staff.services().accounts().current().membersOf(source.id())) {
                Role role = user.organizations().get(source.id());
                if (role != null) {
                    members.add(user.username() + ", " + role.text() + " of " + source.get(Org.NAME));
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
                    .forEach(key -> keys.add(key.name() + " (" + key.prefix() + ") of " + source.get(Org.NAME)));
        }
        return keys;
    }
}
