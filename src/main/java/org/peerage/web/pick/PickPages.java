package org.peerage.web.pick;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.peerage.schema.JsonBuffer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/**
 * {@code /choices/<kind>?q=}: what a picker offers while somebody types, as JSON; {@code /autocomplete/<kind>?q=}: the same in the shape
 * that the reference's forms read (docs/spec/operations.md §8).
 */
public final class PickPages {
    private static final int MAX_LENGTH = 200;

    public PageResponse answer(PageRequest request) {
        return answer(request, PickPages::json);
    }

    public PageResponse autocomplete(PageRequest request) {
        return request.pathSegment(2).isEmpty()
                ? answer(request, PickPages::results)
                : new PageResponse.NotFoundResponse();
    }

    private static PageResponse answer(PageRequest request, Function<List<PickChoice>, String> shape) {
        String typed = request.value("q");
        return PickKind.ofTag(request.pathSegment(1))
                .<PageResponse>map(kind -> {
                    Picker picker = new Picker(
                            kind, request.snapshot(), request.services().search());
                    return new PageResponse.JsonResponse(
                            200, shape.apply(typed.length() > MAX_LENGTH ? List.of() : picker.suggest(typed)));
                })
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static String results(List<PickChoice> choices) {
        String results = array(choices, (json, choice) -> json.ascii("{\"id\": ")
                .quoted(choice.value())
                .ascii(", \"text\": ")
                .quoted(choice.name())
                .ascii("}"));
        return "{\"results\": " + results + ", \"pagination\": {\"more\": false}}";
    }

    private static String json(List<PickChoice> choices) {
        return array(choices, (json, choice) -> json.ascii("{\"value\": ")
                .quoted(choice.value())
                .ascii(", \"name\": ")
                .quoted(choice.name())
                .ascii(", \"detail\": ")
                .quoted(choice.detail())
                .ascii("}"));
    }

    private static String array(List<PickChoice> choices, BiConsumer<JsonBuffer, PickChoice> object) {
        JsonBuffer json = new JsonBuffer(choices.size() * 96 + 16).ascii("[");
        String separator = "";
        for (PickChoice choice : choices) {
            object.accept(json.ascii(separator), choice);
            separator = ", ";
        }
        return json.ascii("]").toString();
    }
}
