package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.peerage.access.CallerAuthor;
import org.peerage.access.Role;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.accounts.OrganizationMerging;
import org.peerage.registry.MergePlan;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.Reply;

/** Makes organizations one, after showing what that means. */
final class MergePages {

    Reply show(Desk desk) {
        boolean asked = !desk.visit().value("target").isEmpty()
                || !desk.visit().value("sources").isEmpty();
        if (!desk.visit().isPost()) {
            return page(desk, asked ? plan(desk) : new MergePlan(null, List.of(), List.of(), List.of(), List.of()), "");
        }
        OrganizationMerging merging = new OrganizationMerging(
                desk.site().editor(), desk.site().accounts(), desk.site().clock());
        OrganizationMerging.Wanted wanted = new OrganizationMerging.Wanted(
                sources(desk),
                Desk.number(desk.visit().value("target")),
                desk.visit().has("admins"),
                desk.visit().value("keys").equals("move"));
        try {
            return switch (merging.merge(
                    wanted,
                    new CallerAuthor(desk.visit().caller()),
                    desk.visit().address())) {
                case OrganizationMerging.Outcome.Merged(long version) -> Desk.done("/staff/merge", "merged");
                case OrganizationMerging.Outcome.Refused(String why) -> page(desk, plan(desk), why);
            };
        } catch (WriteLane.Unavailable unavailable) {
            return page(desk, plan(desk), "The database does not answer now. If anything was changed, all was.");
        }
    }

    private static List<Long> sources(Desk desk) {
        return Arrays.stream(desk.visit().value("sources").split("[\\s,]+"))
                .filter(text -> !text.isEmpty())
                .map(Desk::number)
                .toList();
    }

    private static MergePlan plan(Desk desk) {
        return MergePlan.of(
                sources(desk),
                Desk.number(desk.visit().value("target")),
                desk.visit().snapshot());
    }

    private static Reply page(Desk desk, MergePlan plan, String problem) {
        Row target = plan.target();
        MergeView view = new MergeView(
                plan.obstacles().isEmpty() && target != null && !plan.sources().isEmpty(),
                target == null ? "" : target.get(Org.NAME),
                plan.sources().stream().map(row -> row.get(Org.NAME)).toList(),
                plan.moving().stream().map(row -> moving(desk, row)).toList(),
                members(desk, plan),
                keys(desk, plan),
                plan.obstacles(),
                plan.warnings());
        return desk.page(
                problem.isEmpty() ? 200 : 400,
                "merge",
                "Merge organizations",
                problem,
                Map.of(
                        "view", view,
                        "target", desk.visit().value("target"),
                        "sources", desk.visit().value("sources")));
    }

    private static MergeView.Moving moving(Desk desk, Row row) {
        Row from = Kinds.owner(row, desk.visit().snapshot()).orElse(null);
        return new MergeView.Moving(
                Kinds.one(row.type()), Kinds.name(row), Kinds.link(row), from == null ? "" : from.get(Org.NAME));
    }

    private static List<String> members(Desk desk, MergePlan plan) {
        List<String> members = new ArrayList<>();
        for (Row source : plan.sources()) {
            for (UserAccount user : desk.site().accounts().current().membersOf(source.id())) {
                Role role = user.organizations().get(source.id());
                if (role != null) {
                    members.add(user.username() + ", " + role.text() + " of " + source.get(Org.NAME));
                }
            }
        }
        return members;
    }

    private static List<String> keys(Desk desk, MergePlan plan) {
        List<String> keys = new ArrayList<>();
        for (Row source : plan.sources()) {
            desk.site().accounts().current().keysOf(new StoredKey.Owner.Organization(source.id())).stream()
                    .filter(key -> key.status() != StoredKey.Status.REVOKED)
                    .forEach(key -> keys.add(key.name() + " (" + key.prefix() + ") of " + source.get(Org.NAME)));
        }
        return keys;
    }
}
