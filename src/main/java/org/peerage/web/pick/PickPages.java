package org.peerage.web.pick;

import java.util.List;
import org.peerage.schema.JsonBuffer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** {@code /choices/<kind>?q=}: what a picker offers while somebody types, as JSON. */
public final class PickPages {
    private static final int MAX_LENGTH = 200;

    public PageResponse answer(PageRequest request) {
        String typed = request.value("q");
        return PickKind.ofTag(request.pathSegment(1))
                .<PageResponse>map(kind -> {
                    Picker picker = new Picker(
                            kind, request.snapshot(), request.services().search());
                    return new PageResponse.JsonResponse(
                            200, json(typed.length() > MAX_LENGTH ? List.of() : picker.suggest(typed)));
                })
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static String json(List<PickChoice> choices) {
        JsonBuffer json = new JsonBuffer(choices.size() * 96 + 16).ascii("[");
        String separator = "";
        for (PickChoice choice : choices) {
            json.ascii(separator)
                    .ascii("{\"value\": ")
                    .quoted(choice.value())
                    .ascii(", \"name\": ")
                    .quoted(choice.name())
                    .ascii(", \"detail\": ")
                    .quoted(choice.detail())
                    .ascii("}");
            separator = ", ";
        }
        return json.ascii("]").toString();
    }
}
