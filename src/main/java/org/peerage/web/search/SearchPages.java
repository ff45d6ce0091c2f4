package org.peerage.web.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.api.QuickSearch;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.search.Found;
import org.peerage.search.Search;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** One box that finds everything: its results, suggestions while somebody types, and the same for programs. */
public final class SearchPages {
    private static final int MOST = 25;
    private static final int MOST_OF_ONE_KIND = 200;
    private static final int SUGGESTED = 8;

    public Reply answer(Visit visit) {
        return visit.part(1).equals("suggest") ? suggestions(visit) : results(visit);
    }

    private static Reply results(Visit visit) {
        String typed = visit.value("q");
        Optional<ObjectType> only = Search.TYPES.stream()
                .filter(type -> type.tag().equals(visit.value("type")))
                .findFirst();
        List<Found> found =
                visit.site().search().find(typed, visit.snapshot(), only.isPresent() ? MOST_OF_ONE_KIND : MOST);
        Optional<Row> meant = only.isPresent() ? Optional.empty() : theOneMeant(typed, found);
        if (meant.isPresent() && !visit.has("stay")) {
            return new Reply.Redirect(Kinds.address(meant.get()));
        }
        List<FoundKind> kinds = found.stream()
                .filter(of -> only.isEmpty() || of.type() == only.get())
                .map(of -> kind(of, typed))
                .toList();
        int total = kinds.stream().mapToInt(FoundKind::total).sum();
        return Reply.Page.of(
                "search/results.jte",
                Map.of(
                        "shell", visit.shell(typed.isEmpty() ? "Search" : "Search: " + typed),
                        "query", typed,
                        "total", total,
                        "kinds", kinds));
    }

    /** An AS number or an address of one network is as good as its page; a name may be that of several things. */
    private static Optional<Row> theOneMeant(String typed, List<Found> found) {
        boolean unambiguous = Search.isIdentifier(typed);
        List<Row> exact = found.stream()
                .flatMap(of -> of.hits().stream())
                .filter(hit -> hit.exact() && hit.row().type().tag().equals("net"))
                .map(org.peerage.search.Hit::row)
                .toList();
        return unambiguous && exact.size() == 1 ? Optional.of(exact.getFirst()) : Optional.empty();
    }

    private static FoundKind kind(Found found, String typed) {
        String tag = found.type().tag();
        String more = found.total() > found.hits().size() && found.hits().size() < MOST_OF_ONE_KIND
                ? "/search?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8) + "&type=" + tag
                : "";
        return new FoundKind(
                tag,
                Kinds.many(found.type()),
                found.total(),
                found.hits().stream().map(SearchPages::hit).toList(),
                more);
    }

    private static Hit hit(org.peerage.search.Hit hit) {
        return new Hit(Kinds.name(hit.row()), Kinds.detail(hit.row()), hit.why(), Kinds.address(hit.row()));
    }

    private static Reply suggestions(Visit visit) {
        JsonBuffer json = new JsonBuffer(1024).ascii("[");
        String separator = "";
        for (var hit : visit.site().search().best(visit.value("q"), visit.snapshot(), SUGGESTED)) {
            json.ascii(separator)
                    .ascii("{\"name\":")
                    .quoted(Kinds.name(hit.row()))
                    .ascii(",\"kind\":")
                    .quoted(Kinds.one(hit.row().type()))
                    .ascii(",\"detail\":")
                    .quoted(hit.why().isEmpty() ? Kinds.detail(hit.row()) : hit.why())
                    .ascii(",\"url\":")
                    .quoted(Kinds.address(hit.row()))
                    .ascii("}");
            separator = ",";
        }
        return new Reply.Json(200, json.ascii("]").toString());
    }

    /** {@code /api_search?q=}: by type, what is found, in the shape of the reference. */
    public Reply forPrograms(Visit visit) {
        return visit.value("q").isEmpty()
                ? new Reply.Json(400, "{\"error\": \"No search query provided: q\"}")
                : new Reply.Json(
                        200, new QuickSearch(visit.site().search(), visit.snapshot()).withExtras(visit.value("q")));
    }
}
