package org.peerage.web.staff;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.accounts.Audit;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Who did what, filtered, on the screen or as CSV (RFC 4180). */
final class AuditPages {
    private static final int SHOWN = 100;
    private static final int EXPORTED = 100_000;

    Reply show(Desk desk) {
        Visit visit = desk.visit();
        Audit.Filter filter = new Audit.Filter(
                visit.value("actor"),
                visit.value("subject"),
                visit.value("action"),
                Times.day(visit.value("from"), 0),
                Times.day(visit.value("until"), 1));
        if (visit.part(2).equals("export")) {
            List<Audit.Entry> all = desk.site().audit().find(filter, EXPORTED, 0);
            return Reply.Download.of("audit.csv", "text/csv; charset=utf-8", csv(all));
        }
        int from = (int) Math.min(Desk.number(visit.value("skip")), 1_000_000);
        List<Audit.Entry> found = desk.site().audit().find(filter, SHOWN + 1, from);
        Map<String, Object> model = new HashMap<>();
        List<String> query = new ArrayList<>();
        for (String name : List.of("actor", "subject", "action", "from", "until")) {
            model.put(name, visit.value(name));
            query.add(name + "=" + URLEncoder.encode(visit.value(name), StandardCharsets.UTF_8));
        }
        model.put("query", String.join("&", query));
        model.put("entries", found.stream().limit(SHOWN).toList());
        model.put("skip", from);
        model.put("next", found.size() > SHOWN ? from + SHOWN : 0);
        return desk.page("audit", "Audit", model);
    }

    private static String csv(List<Audit.Entry> entries) {
        StringBuilder text = new StringBuilder("time,actor,action,subject,detail,address\r\n");
        for (Audit.Entry entry : entries) {
            text.append(entry.at()).append(',');
            text.append(cell(entry.actor())).append(',');
            text.append(cell(entry.action())).append(',');
            text.append(cell(entry.subject())).append(',');
            text.append(cell(entry.detail())).append(',');
            text.append(cell(entry.address())).append("\r\n");
        }
        return text.toString();
    }

    /** Quoted where need be; what a spreadsheet would take for a formula is marked as text. */
    private static String cell(String value) {
        String harmless = value.matches("(?s)[=+\\-@\t\r].*") ? "'" + value : value;
        return harmless.matches("(?s).*[\",\r\n].*") ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
