package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.registry.LoadReport;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.page.PageResponse;

/** Holds all rows of a type to the rules of writing ({@code pdb_validate_data}, docs/spec/operations.md §3); nothing is changed. */
public final class ValidatePages {
    private static final int MAX_SHOWN = 500;

    /** A row that breaks a rule. */
    public record InvalidRow(String name, String link, String problem) {}

    private ValidatePages() {}

    /** {@code /staff/tools/validate?type=net&field=website}, with {@code csv} as a file. */
    static PageResponse show(StaffRequest staff) {
        Optional<ObjectType> type = ObjectTypes.byName(staff.request().value("type"));
        String field = staff.request().value("field").strip();
        List<LoadReport.LoadNote> notes =
                type.map(known -> notes(staff, known, field)).orElse(List.of());
        if (type.isPresent() && staff.request().has("csv")) {
            return PageResponse.Download.of(
                    "validate-" + type.get().typeName() + ".csv", SafeCsvWriter.TYPE, csv(notes));
        }
        List<InvalidRow> rows = new ArrayList<>();
        notes.stream().limit(MAX_SHOWN).forEach(note -> {
            Row row = staff.request().snapshot().find(type.orElseThrow(), note.id());
            String name = row == null || row.nameOrId().isEmpty() ? note.typeName() + " " + note.id() : row.nameOrId();
            rows.add(new InvalidRow(name, row == null ? "" : row.url(), note.message()));
        });
        return staff.page(
                "validate",
                text("staff.validate.title"),
                Map.of(
                        "types",
                                ObjectTypes.ALL.stream()
                                        .map(ObjectType::typeName)
                                        .toList(),
                        "type", type.map(ObjectType::typeName).orElse(""),
                        "field", field,
                        "rows", rows,
                        "total", notes.size()));
    }

    private static List<LoadReport.LoadNote> notes(StaffRequest staff, ObjectType type, String field) {
        return staff.services().editor().audit(type).stream()
                .filter(note -> field.isEmpty() || note.message().startsWith(field + ": "))
                .toList();
    }

    private static String csv(List<LoadReport.LoadNote> notes) {
        StringBuilder text = new StringBuilder("type,id,problem\r\n");
        notes.forEach(note -> text.append(note.typeName())
                .append(',')
                .append(note.id())
                .append(",\"")
                .append(note.message().replace("\"", "\"\""))
                .append("\"\r\n"));
        return text.toString();
    }
}
