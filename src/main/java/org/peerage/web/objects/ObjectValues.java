package org.peerage.web.objects;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/** Values of objects as pages show them. */
public final class ObjectValues {

    private ObjectValues() {}

    /** What tells objects of similar names apart: the number, the other name, the place, how much is there. */
    public static String detail(Row row) {
        String number = row.type() == Net.TYPE ? "AS" + row.get(Net.ASN) : "";
        String other = Stream.of(row.text("aka"), row.text("name_long"))
                .filter(text -> !text.isEmpty() && !text.equals(row.name()))
                .findFirst()
                .orElse("");
        String location = Stream.of(row.text("city"), row.text("country"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return Stream.of(number, location, other)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    public static long number(Row row, String field) {
        return row.type()
                .field(field)
                .map(known -> row.find(known) instanceof Long number ? number : 0L)
                .orElse(0L);
    }

    /** Active rows whose reference points there. */
    public static List<Row> active(Rows rows, Field<Long> reference, long id) {
        return rows.referring(reference, id).stream().filter(Row::isActive).toList();
    }

    public static Row linkedRow(Row link, Field<Long> there, Rows rows) {
        return Objects.requireNonNull(rows.find(there.target(), link.get(there)));
    }

    /** Megabits a second as people write them. */
    public static String speed(long megabits) {
        if (megabits >= 1_000_000 && megabits % 100_000 == 0) {
            return tenths(megabits / 100_000) + " Tbit/s";
        }
        return megabits >= 1000 && megabits % 100 == 0 ? tenths(megabits / 100) + " Gbit/s" : megabits + " Mbit/s";
    }

    private static String tenths(long tenths) {
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}
