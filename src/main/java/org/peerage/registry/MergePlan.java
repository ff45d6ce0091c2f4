package org.peerage.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.i18n.Messages;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;

/**
 * What making several organizations one would do.
 *
 * @param target null where there is no such organization
 * @param sources those that will be deleted
 * @param moving what changes its organization, by source and type
 * @param obstacles why it cannot be done; empty: it can
 * @param warnings what to think of before
 */
public record MergePlan(
        @Nullable Row target, List<Row> sources, List<Row> moving, List<String> obstacles, List<String> warnings) {

    public MergePlan {
        sources = List.copyOf(sources);
        moving = List.copyOf(moving);
        obstacles = List.copyOf(obstacles);
        warnings = List.copyOf(warnings);
    }

    public static MergePlan of(List<Long> sourceIds, long targetId, Rows rows) {
        List<String> obstacles = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Row target = rows.find(Org.TYPE, targetId);
        if (target == null || !target.isActive()) {
            obstacles.add(Messages.current().text("merge.noTarget", targetId));
        }
        if (sourceIds.isEmpty()) {
            obstacles.add(Messages.current().text("merge.noSource"));
        }
        if (sourceIds.contains(targetId) || new HashSet<>(sourceIds).size() < sourceIds.size()) {
            obstacles.add(Messages.current().text("merge.twice"));
        }
        List<Row> sources = new ArrayList<>();
        List<Row> moving = new ArrayList<>();
        for (long id : sourceIds) {
            Row source = rows.find(Org.TYPE, id);
            if (source == null || source.status() == Status.DELETED) {
                obstacles.add(Messages.current().text("merge.noOrganization", id));
            } else {
                sources.add(source);
                moving.addAll(owned(source, rows));
                if (target != null) {
                    warn(source, target, warnings);
                }
            }
        }
        return new MergePlan(target, sources, moving, obstacles, warnings);
    }

    /** Deleted things stay where they were. */
    private static List<Row> owned(Row organization, Rows rows) {
        List<Row> owned = new ArrayList<>();
        for (Field<Long> reference : Hierarchy.children(Org.TYPE)) {
            for (Row row : rows.referring(reference, organization.id())) {
                if (row.status() != Status.DELETED) {
                    owned.add(row);
                }
            }
        }
        return owned;
    }

    private static void warn(Row source, Row target, List<String> warnings) {
        String name = source.get(Org.NAME);
        if (source.status() == Status.PENDING) {
            warnings.add(Messages.current().text("merge.pending", name));
        }
        if (!source.get(Org.WEBSITE).isEmpty() && !source.get(Org.WEBSITE).equals(target.get(Org.WEBSITE))) {
            warnings.add(Messages.current().text("merge.website", website(target), source.get(Org.WEBSITE)));
        }
        if (!source.get(Org.NOTES).isEmpty()) {
            warnings.add(Messages.current().text("merge.notes", name));
        }
    }

    private static String website(Row target) {
        return target.get(Org.WEBSITE).isEmpty() ? Messages.current().text("merge.noWebsite") : target.get(Org.WEBSITE);
    }
}
