package org.peerage.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.RowLookup;
import org.peerage.store.ChangeSubject;

/**
 * What a change is about: the object and all that it hangs under, before and after, with the organization that owns it
 * and the country in which it is (docs/spec/record.md §2.1).
 */
public final class ChangeSubjects {
    private ChangeSubjects() {}

    /** For each change in turn; nothing for what is merely derived. */
    static List<Set<ChangeSubject>> of(List<WorkingCopy.RowChange> changes, RowLookup before, RowLookup after) {
        List<Set<ChangeSubject>> subjects = new ArrayList<>(changes.size());
        for (WorkingCopy.RowChange change : changes) {
            subjects.add(
                    change.kind() == WorkingCopy.ChangeKind.DERIVE
                            ? Set.of()
                            : of(change.before(), before, change.after(), after));
        }
        return subjects;
    }

    /** Those of a row before and after. */
    static Set<ChangeSubject> of(@Nullable Row before, RowLookup rowsBefore, Row after, RowLookup rowsAfter) {
        Set<ChangeSubject> subjects = new LinkedHashSet<>();
        if (before != null) {
            subjects.addAll(of(before, rowsBefore));
        }
        subjects.addAll(of(after, rowsAfter));
        return subjects;
    }

    /** Those of one state of a row. */
    public static Set<ChangeSubject> of(Row row, RowLookup rows) {
        Set<ChangeSubject> subjects = new LinkedHashSet<>();
        collect(row, rows, subjects);
        Row owner = owner(row, rows);
        if (owner != null) {
            subjects.add(ChangeSubject.of(Org.TYPE, owner.id()));
        }
        ChangeSubject.country(country(row, rows, owner)).ifPresent(subjects::add);
        return subjects;
    }

    private static void collect(Row row, RowLookup rows, Set<ChangeSubject> subjects) {
        ObjectType type = row.type();
        if (type.hasPage()) {
            subjects.add(ChangeSubject.of(type, row.id()));
        }
        Long campus = type == Fac.TYPE ? row.find(Fac.CAMPUS_ID) : null;
        if (campus != null) {
            subjects.add(ChangeSubject.of(Campus.TYPE, campus));
        }
        for (Field<Long> reference : Hierarchy.parents(type)) {
            Long id = row.find(reference);
            if (id == null || reference.target() == Org.TYPE) {
                continue; // of two parents, only the first one's organization owns it
            }
            if (reference.target().hasPage()) {
                subjects.add(ChangeSubject.of(reference.target(), id));
            } else {
                Row parent = rows.find(reference.target(), id);
                if (parent != null) {
                    collect(parent, rows, subjects);
                }
            }
        }
    }

    private static @Nullable Row owner(Row row, RowLookup rows) {
        Row at = row;
        while (at != null && at.type() != Org.TYPE) {
            Field<Long> owner = Hierarchy.owner(at.type());
            Long id = owner == null ? null : at.find(owner);
            at = owner == null || id == null ? null : rows.find(owner.target(), id);
        }
        return at;
    }

    /** The country of the object itself, of the place it links to, or else of its owner. */
    private static String country(Row row, RowLookup rows, @Nullable Row owner) {
        if (row.type() == Fac.TYPE) {
            return row.get(Fac.COUNTRY);
        }
        if (row.type() == Ix.TYPE) {
            return row.get(Ix.COUNTRY);
        }
        for (Field<Long> reference : Hierarchy.parents(row.type()).reversed()) {
            Long id = row.find(reference);
            Row parent = id == null ? null : rows.find(reference.target(), id);
            if (parent != null && reference.target() != Org.TYPE && reference.target() != Net.TYPE) {
                return country(parent, rows, owner);
            }
        }
        return owner == null ? "" : owner.get(Org.COUNTRY);
    }
}
