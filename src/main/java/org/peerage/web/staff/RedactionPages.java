package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.Redaction;
import org.peerage.registry.WriteLane;
import org.peerage.schema.ColumnType;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.store.Sql;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Takes old values of a field out of the log, after showing which (docs/spec/record.md §1.5). */
public final class RedactionPages {
    private static final int MAX_SHOWN = 200;
    private static final int MAX_REASON = 500;

    private RedactionPages() {}

    /** A field that had other values. */
    public record OldField(String name, String label) {}

    /** A value that would go. */
    public record ShownValue(String version, String at, String text) {}

    /** What was filled in. */
    public record RedactionForm(String field, String from, String to, String reason) {}

    static PageResponse show(StaffRequest staff, Row row) {
        RedactionForm form = new RedactionForm(
                staff.request().value("field"),
                staff.request().value("from").strip(),
                staff.request().value("to").strip(),
                staff.request().value("reason").strip());
        List<Change> history = history(staff, row);
        Optional<? extends Field<?>> field = row.type().field(form.field).filter(known -> !known.isHidden());
        if (form.field.isEmpty() || field.isEmpty()) {
            String problem = form.field.isEmpty() ? "" : text("staff.redact.refused.NOTHING_OLD");
            return page(staff, row, history, form, problem, Optional.empty());
        }
        Optional<Redaction.RedactedRange> range = range(form);
        if (range.isEmpty()) {
            return page(staff, row, history, form, text("staff.redact.range"), Optional.empty());
        }
        Redaction.Target target = new Redaction.Target(row.type(), row.id(), field.get(), range.get());
        return switch (Redaction.plan(history, target)) {
            case Redaction.RedactionPlan.Impossible(Redaction.RedactionResult.Refused why) ->
                page(staff, row, history, form, said(why), Optional.empty());
            case Redaction.RedactionPlan.Possible plan
            when !staff.request().isPost() -> page(staff, row, history, form, "", Optional.of(plan));
            case Redaction.RedactionPlan.Possible plan
            when form.reason.isEmpty() || form.reason.length() > MAX_REASON ->
                page(staff, row, history, form, text("staff.redact.reasonNeeded", MAX_REASON), Optional.of(plan));
            case Redaction.RedactionPlan.Possible plan -> redact(staff, row, history, form, target, plan);
        };
    }

    private static PageResponse redact(
            StaffRequest staff,
            Row row,
            List<Change> history,
            RedactionForm form,
            Redaction.Target target,
            Redaction.RedactionPlan.Possible plan) {
        String shown = staff.request().value("preview");
        if (!shown.equals(plan.digest())) {
            return page(staff, row, history, form, text("staff.redact.refused.OTHER_THAN_SHOWN"), Optional.of(plan));
        }
        try {
            Optional<Redaction.RedactionResult> result = staff.services()
                    .editor()
                    .redact(
                            target,
                            shown,
                            staff.request().caller().actor(),
                            (connection, done) -> audit(staff, connection, row, form, done));
            if (result.isEmpty()) {
                return page(staff, row, history, form, text("rule.readOnly"), Optional.of(plan));
            }
            return switch (result.get()) {
                case Redaction.RedactionResult.Refused why ->
                    page(staff, row, history(staff, row), form, said(why), Optional.empty());
                case Redaction.RedactionResult.Redacted done ->
                    StaffRequest.redirectWithNotice(StaffHistoryPages.url(row), "redacted");
            };
        } catch (WriteLane.WriteUnavailableException unavailable) {
            String problem = text(unavailable.isCertain() ? "staff.noDatabase" : "staff.databaseFailed");
            return page(staff, row, history, form, problem, Optional.of(plan));
        }
    }

    private static void audit(
            StaffRequest staff,
            Connection connection,
            Row row,
            RedactionForm form,
            Redaction.RedactionResult.Redacted done)
            throws SQLException {
        int _ = AuditLog.record(
                new Sql(connection),
                staff.services().clock().instant().getEpochSecond(),
                new AuditLog.AuditEvent(
                        staff.request().caller().actor(),
                        Redaction.OPERATION,
                        StaffHistoryPages.subject(row),
                        form.field + ": " + done.values() + " values, version " + done.version() + ": " + form.reason,
                        staff.request().ipAddress()));
    }

    private static String said(Redaction.RedactionResult.Refused why) {
        return text("staff.redact.refused." + why.obstacle().name());
    }

    /** Versions from one to another; nothing filled in: from the beginning, or all but the value of the present. */
    private static Optional<Redaction.RedactedRange> range(RedactionForm form) {
        boolean readable = form.from.matches("[0-9]{0,18}") && form.to.matches("[0-9]{0,18}");
        if (!readable) {
            return Optional.empty();
        }
        long from = form.from.isEmpty() ? 0 : Long.parseLong(form.from);
        long to = form.to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(form.to);
        return from > to ? Optional.empty() : Optional.of(new Redaction.RedactedRange(from, to));
    }

    private static PageResponse page(
            StaffRequest staff,
            Row row,
            List<Change> history,
            RedactionForm form,
            String problem,
            Optional<Redaction.RedactionPlan.Possible> plan) {
        List<ShownValue> values = new ArrayList<>();
        plan.ifPresent(possible -> possible.values().stream()
                .limit(MAX_SHOWN)
                .forEach(value -> values.add(new ShownValue(
                        value.version() == 0 ? text("staff.redact.before") : Long.toString(value.version()),
                        TimeFormat.of(value.at()),
                        value.text()))));
        Map<String, Object> model = new HashMap<>();
        model.put("name", row.nameOrId());
        model.put("place", StaffHistoryPages.url(row));
        model.put("fields", fields(row, history));
        model.put("form", form);
        model.put("values", values);
        model.put("total", plan.map(possible -> possible.values().size()).orElse(0));
        model.put("preview", plan.map(Redaction.RedactionPlan.Possible::digest).orElse(""));
        return staff.page("redact", text("staff.redact.of", row.nameOrId()), problem, model);
    }

    /** Texts that the log has changes of. */
    private static List<OldField> fields(Row row, List<Change> history) {
        Set<String> changed = new LinkedHashSet<>();
        for (Change change : history) {
            ChangeLog.read(change.before()).propertyNames().forEach(changed::add);
        }
        List<OldField> fields = new ArrayList<>();
        for (Field<?> field : row.type().fields()) {
            if (changed.contains(field.name()) && field.type().storage() == ColumnType.TEXT && !field.isHidden()) {
                fields.add(new OldField(field.name(), Texts.label(field)));
            }
        }
        return fields;
    }

    /** All of it, oldest first. */
    private static List<Change> history(StaffRequest staff, Row row) {
        return StaffHistoryPages.changes(staff, row, Integer.MAX_VALUE).reversed();
    }
}
