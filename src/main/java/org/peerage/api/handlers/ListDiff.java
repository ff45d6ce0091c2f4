package org.peerage.api.handlers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiResponse;
import org.peerage.api.LenientNumbers;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.registry.ArchivedVersion;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Snapshot.RowSlice;
import org.peerage.snapshot.Visibility;
import org.peerage.snapshot.VisibleRows;

/** What differs between two moments among the rows that fulfil filters at one of them (docs/spec/record.md §1.7). */
public final class ListDiff {
    /** The parameter that names the later moment; empty: now. */
    public static final String DIFF = "diff";

    private static final String AFTER = "after";
    private static final int MAX_ROWS = 5000;

    private final Snapshot before;
    private final Snapshot after;
    private final Visibility visibility;
    private final boolean verified;

    public ListDiff(Snapshot before, Snapshot after, Visibility visibility, boolean verified) {
        this.before = before;
        this.after = after;
        this.visibility = visibility;
        this.verified = verified;
    }

    /** How an object differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A field at both moments. */
    public record FieldDifference(Field<?> field, Row before, Row after) {}

    /**
     * An object that differs, as the caller sees it.
     *
     * @param row at the later moment; at the earlier one where it is gone
     */
    public record Difference(Kind kind, Row row, List<FieldDifference> fields) {
        public Difference {
            fields = List.copyOf(fields);
        }
    }

    /** All differences by id; or what is wrong with the filters. */
    public ParseResult<List<Difference>> differences(ObjectType type, QueryParameters parameters) {
        return new ReadHandler(before, visibility, verified)
                .select(type, parameters)
                .then(earlier -> new ReadHandler(after, visibility, verified)
                        .select(type, parameters)
                        .then(later -> ParseResult.value(differences(type, earlier, later))));
    }

    private List<Difference> differences(ObjectType type, List<Row> earlier, List<Row> later) {
        TreeSet<Long> ids = new TreeSet<>();
        earlier.forEach(row -> ids.add(row.id()));
        later.forEach(row -> ids.add(row.id()));
        VisibleRows then = before.visibleTo(visibility);
        VisibleRows now = after.visibleTo(visibility);
        List<Difference> differences = new ArrayList<>();
        for (long id : ids) {
            Row was = active(then.find(type, id));
            Row is = active(now.find(type, id));
            if (was == null && is != null) {
                differences.add(new Difference(Kind.ADDED, is, List.of()));
            } else if (is == null && was != null) {
                differences.add(new Difference(Kind.REMOVED, was, List.of()));
            } else if (is != null && was != null && !is.equals(was)) {
                List<FieldDifference> fields = fields(was, is);
                if (!fields.isEmpty()) {
                    differences.add(new Difference(Kind.CHANGED, is, fields));
                }
            }
        }
        return differences;
    }

    private static @Nullable Row active(@Nullable Row row) {
        return row != null && row.isActive() ? row : null;
    }

    private List<FieldDifference> fields(Row was, Row is) {
        List<FieldDifference> fields = new ArrayList<>();
        for (JsonKey key : is.type().keys()) {
            if (key instanceof Field<?> field && !text(field, was, before).equals(text(field, is, after))) {
                fields.add(new FieldDifference(field, was, is));
            }
        }
        return fields;
    }

    private static String text(Field<?> field, Row row, Snapshot snapshot) {
        JsonBuffer out = new JsonBuffer(64);
        write(out, field, row, snapshot);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    /** What the caller does not see has no value here, though its field may not be empty. */
    private static <T> void write(JsonBuffer out, Field<T> field, Row row, Snapshot snapshot) {
        if (row.find(field) == null) {
            out.ascii("null");
        } else {
            field.type().write(out, field.presented(row, snapshot));
        }
    }

    /** The answer to a list with {@code at} and {@code diff}. */
    public ApiResponse answer(ObjectType type, QueryParameters parameters) {
        String text = parameters.get(AFTER);
        OptionalLong from = text == null ? OptionalLong.of(0) : LenientNumbers.wholeNumber(text);
        if (from.isEmpty()) {
            return ApiResponse.error(400, "'after' needs to be an id");
        }
        return switch (differences(type, parameters)) {
            case ParseResult.Problem<List<Difference>>(String message) -> ApiResponse.error(400, message);
            case ParseResult.Value<List<Difference>>(List<Difference> all) -> answer(all, from.getAsLong());
        };
    }

    private ApiResponse answer(List<Difference> all, long from) {
        JsonBuffer out = new JsonBuffer(16 * 1024).ascii("{\"data\": [");
        List<Difference> some = all.stream()
                .filter(it -> it.row.id() > from)
                .limit(MAX_ROWS + 1L)
                .toList();
        boolean isCut = some.size() > MAX_ROWS;
        List<Difference> shown = isCut ? some.subList(0, MAX_ROWS) : some;
        String separator = "";
        for (Difference difference : shown) {
            out.ascii(separator)
                    .ascii("{\"id\": ")
                    .number(difference.row.id())
                    .ascii(", \"change\": \"")
                    .ascii(difference.kind.text())
                    .ascii("\", \"fields\": {");
            String next = "";
            for (FieldDifference field : difference.fields) {
                out.ascii(next).quoted(field.field.name()).ascii(": [");
                write(out, field.field, field.before, before);
                out.ascii(", ");
                write(out, field.field, field.after, after);
                out.ascii("]");
                next = ", ";
            }
            out.ascii("}, \"row\": ");
            Snapshot of = difference.kind == Kind.REMOVED ? before : after;
            Row stored = of.find(difference.row.type(), difference.row.id());
            RowSlice slice = of.slice(stored == null ? difference.row : stored, visibility);
            out.bytes(slice.json(), slice.start(), slice.end() - slice.start()).ascii("}");
            separator = ", ";
        }
        out.ascii("], \"meta\": {\"at\": ");
        moment(out, before);
        out.ascii(", \"diff\": ");
        moment(out, after);
        out.ascii(", \"counts\": {");
        String next = "";
        for (Kind kind : Kind.values()) {
            out.ascii(next)
                    .quoted(kind.text())
                    .ascii(": ")
                    .number(all.stream().filter(it -> it.kind == kind).count());
            next = ", ";
        }
        out.ascii("}");
        if (isCut) {
            out.ascii(", \"next\": ").number(shown.getLast().row.id());
        }
        return ApiResponse.of(200, new ResponseBody.Bytes(out.ascii("}}").toByteArray()));
    }

    private static void moment(JsonBuffer out, Snapshot snapshot) {
        out.ascii("{\"version\": ");
        if (ArchivedVersion.isArchived(snapshot.version())) {
            out.quoted(ArchivedVersion.text(snapshot.version()));
        } else {
            out.number(snapshot.version());
        }
        out.ascii(", \"time\": ").quoted(snapshot.time().toString()).ascii("}");
    }
}
