package org.peerage.web.page;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.peerage.api.Admission;
import org.peerage.api.Answer;
import org.peerage.api.Body;

/**
 * Programs at the addresses of pages: they come with a key or a password in the request's head, as at the API. A key
 * opens no page of a person's (sessions do), but a wrong one is refused wherever it is shown, as the reference does.
 */
public final class ForPrograms {
    private static final String API_KEY = "api-key";

    private ForPrograms() {}

    /** Pages that know whose key or password it is. */
    public static Pages of(Pages pages) {
        return visit -> credentials(visit).isEmpty() ? pages.answer(visit) : admitted(visit, pages, true);
    }

    /** Pages for people, at which a key means nothing, unless it is wrong. */
    static Pages refusingWrongKeys(Pages pages) {
        return visit -> credentials(visit).startsWith(API_KEY) ? admitted(visit, pages, false) : pages.answer(visit);
    }

    /** All of these, each refusing wrong keys. */
    public static Map<String, Pages> refusingWrongKeys(Map<String, Pages> pages) {
        Map<String, Pages> checked = new LinkedHashMap<>();
        pages.forEach((name, answering) -> checked.put(name, refusingWrongKeys(answering)));
        return Map.copyOf(checked);
    }

    private static String credentials(Visit visit) {
        String header = visit.asked().header("Authorization");
        return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    }

    private static Reply admitted(Visit visit, Pages pages, boolean asThem) {
        return switch (visit.site().gate().admit(visit.asked())) {
            case Admission.Admitted admitted -> pages.answer(asThem ? visit.by(admitted.caller()) : visit);
            case Admission.Refused(Answer answer, boolean _) -> refused(answer);
        };
    }

    private static Reply refused(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        String type = headers.getOrDefault("Content-Type", Answer.JSON);
        headers.remove("Content-Type");
        byte[] bytes = answer.body() instanceof Body.Bytes(byte[] content) ? content : new byte[0];
        return new Reply.Bytes(answer.status(), type, bytes, headers);
    }
}
