package org.peerage.web.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.peerage.api.Answer;
import org.peerage.api.PrettyStream;
import org.peerage.ixf.MemberListExport;
import org.peerage.web.page.Pages;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Everything at {@code /export/}. */
public final class ExportPages {
    private static final String MEMBER_LIST = "ixp-member-list";

    private final Pages others;

    /** @param others exports of pages of our own, which the reference does not have */
    public ExportPages(Pages others) {
        this.others = others;
    }

    public Reply answer(Visit visit) {
        return switch (visit.part(1)) {
            case "advanced-search" -> isOurs(visit.part(3)) ? others.answer(visit) : SearchExport.answer(visit);
            case "ix", "ixlan" -> members(visit);
            case "kmz" -> visit.part(2).isEmpty() ? FacilityMap.answer(visit) : new Reply.NotFound();
            default -> others.answer(visit);
        };
    }

    private static boolean isOurs(String format) {
        return format.equals("csv-api") || format.equals("xlsx");
    }

    /** Without members where there is no such exchange, as the reference. */
    private static Reply members(Visit visit) {
        String id = visit.part(2);
        if (!visit.part(3).equals(MEMBER_LIST) || !visit.part(4).isEmpty() || !id.matches("[0-9]{1,18}")) {
            return new Reply.NotFound();
        }
        MemberListExport export =
                new MemberListExport(visit.snapshot(), visit.site().clock().instant());
        long number = Long.parseLong(id);
        String list = visit.part(1).equals("ix") ? export.ofExchange(number) : export.ofLan(number);
        return Reply.Bytes.of(200, Answer.JSON, visit.has("pretty") ? pretty(list) : list);
    }

    private static String pretty(String json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrettyStream pretty = new PrettyStream(out)) {
            pretty.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
