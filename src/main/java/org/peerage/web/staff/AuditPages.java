package org.peerage.web.staff;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.accounts.AuditLog;
import org.peerage.web.export.SafeCsvWriter;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Who did what, filtered, on the screen or as CSV (RFC 4180). */
final class AuditPages {
    private static final int MAX_SHOWN = 100;
    private static final int MAX_EXPORTED = 100_000;

    PageResponse show(StaffRequest staff) {
        PageRequest request = staff.request();
        SubjectNames names = new SubjectNames(staff.services().accounts().current(), request.snapshot());
        AuditLog.AuditFilter filter = new AuditLog.AuditFilter(
                names.reference(request.value("actor")),
                names.reference(request.value("subject")),
                request.value("action"),
                TimeFormat.day(request.value("from"), 0),
                TimeFormat.day(request.value("until"), 1));
        if (request.pathSegment(2).equals("export")) {
            List<AuditLog.AuditEntry> all = staff.services().auditLog().find(filter, MAX_EXPORTED, 0);
            return PageResponse.Download.of("audit.csv", SafeCsvWriter.TYPE, csv(all));
        }
        int from = (int) Math.min(StaffRequest.number(request.value("skip")), 1_000_000);
        List<AuditLog.AuditEntry> found = staff.services().auditLog().find(filter, MAX_SHOWN + 1, from);
        Map<String, Object> model = new HashMap<>();
        List<String> query = new ArrayList<>();
        for (String name : List.of("actor", "subject", "action", "from", "until")) {
            model.put(name, request.value(name));
            query.add(name + "=" + URLEncoder.encode(request.value(name), StandardCharsets.UTF_8));
        }
        model.put("query", String.join("&", query));
        model.put(
                "entries",
                found.stream()
                        .limit(MAX_SHOWN)
                        .map(entry -> AuditLine.of(staff, entry))
                        .toList());
        model.put("skip", from);
        model.put("next", found.size() > MAX_SHOWN ? from + MAX_SHOWN : 0);
        return staff.page("audit", Texts.text("panel.log"), model);
    }

    private static String csv(List<AuditLog.AuditEntry> entries) {
        StringBuilder text = new StringBuilder("time,actor,action,subject,detail,address\r\n");
        for (AuditLog.AuditEntry entry : entries) {
            text.append(entry.at()).append(',');
            text.append(cell(entry.actor())).append(',');
            text.append(cell(entry.action())).append(',');
            text.append(cell(entry.subject())).append(',');
            text.append(cell(entry.detail())).append(',');
            text.append(cell(entry.ipAddress())).append("\r\n");
        }
        return text.toString();
    }

    /** Quoted where need be; what a spreadsheet would take for a formula is marked as text. */
    private static String cell(String value) {
        String harmless = value.matches("(?s)[=+\\-@\t\r].*") ? "'" + value : value;
        return harmless.matches("(?s).*[\",\r\n].*") ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
