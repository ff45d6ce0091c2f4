package org.peerage.web.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.peerage.api.handlers.QuickSearch;
import org.peerage.registry.types.Net;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.search.SearchHit;
import org.peerage.search.TypeResults;
import org.peerage.search.UnknownTerm;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** One box that finds everything: its results, suggestions while somebody types, and the same for programs. */
public final class SearchPages {
    private static final int MAX_HITS = 25;
    private static final int MAX_HITS_OF_ONE_TYPE = 200;
    private static final int MAX_SUGGESTIONS = 8;

    public PageResponse answer(PageRequest request) {
        return request.pathSegment(1).equals("suggest") ? suggestions(request) : results(request);
    }

    private static PageResponse results(PageRequest request) {
        String typed = request.value("q");
        Optional<ObjectType> only = Search.type(request.value("type"));
        List<String> notes = notes(request, typed, only.isPresent());
        List<TypeResults> found = request.services()
                .search()
                .find(typed, request.snapshot(), only.isPresent() ? MAX_HITS_OF_ONE_TYPE : MAX_HITS);
        Optional<Row> meant = only.isPresent() ? Optional.empty() : exactMatch(typed, found);
        if (meant.isPresent() && !request.has("stay")) {
            return new PageResponse.Redirect(meant.get().url());
        }
        List<HitGroup> kinds = found.stream()
                .filter(of -> only.isEmpty() || of.type() == only.get())
                .map(of -> kind(of, typed))
                .toList();
        int total = kinds.stream().mapToInt(HitGroup::total).sum();
        return PageResponse.TemplateResponse.of(
                "search/results.jte",
                Map.of(
                        "shell", request.frame(title(typed)),
                        "query", typed,
                        "notes", notes,
                        "total", total,
                        "kinds", kinds));
    }

    private static String title(String typed) {
        return typed.isEmpty() ? Texts.text("search.title") : Texts.text("search.titleOf", typed);
    }

    /** What was asked for and is not there, so that nobody thinks that nothing fits. */
    private static List<String> notes(PageRequest request, String typed, boolean hasType) {
        List<String> notes = new ArrayList<>();
        if (!hasType && !request.value("type").isEmpty()) {
            notes.add(unknown(new UnknownTerm(UnknownTerm.TermKind.TYPE, request.value("type"))));
        }
        Search.unknownTerms(typed, request.snapshot()).forEach(term -> notes.add(unknown(term)));
        return notes;
    }

    private static String unknown(UnknownTerm term) {
        return switch (term.kind()) {
            case TYPE ->
                Texts.text(
                        "search.unknown.type",
                        term.text(),
                        Search.TYPES.stream().map(ObjectType::typeName).collect(Collectors.joining(", ")));
            case COUNTRY -> Texts.text("search.unknown.country", term.text());
            case CITY -> Texts.text("search.unknown.city", term.text());
            case PLACE -> Texts.text("search.unknown.place", term.text());
        };
    }

    /** An AS number or an address of one network is as good as its page; a name may be that of several things. */
    private static Optional<Row> exactMatch(String typed, List<TypeResults> found) {
        boolean unambiguous = Search.isIdentifier(typed);
        List<Row> exact = found.stream()
                .flatMap(of -> of.hits().stream())
                .filter(hit -> hit.exact() && hit.row().type() == Net.TYPE)
                .map(SearchHit::row)
                .toList();
        return unambiguous && exact.size() == 1 ? Optional.of(exact.getFirst()) : Optional.empty();
    }

    private static HitGroup kind(TypeResults found, String typed) {
        String typeName = found.type().typeName();
        String more = found.total() > found.hits().size() && found.hits().size() < MAX_HITS_OF_ONE_TYPE
                ? "/search?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8) + "&type=" + typeName
                : "";
        return new HitGroup(
                typeName,
                Texts.plural(found.type()),
                found.total(),
                found.hits().stream().map(SearchPages::hit).toList(),
                more);
    }

    private static HitView hit(SearchHit hit) {
        return new HitView(
                hit.row().name(),
                ObjectValues.detail(hit.row()),
                hit.reason(),
                hit.row().url());
    }

    private static PageResponse suggestions(PageRequest request) {
        JsonBuffer json = new JsonBuffer(1024).ascii("[");
        String separator = "";
        for (var hit : request.services().search().best(request.value("q"), request.snapshot(), MAX_SUGGESTIONS)) {
            json.ascii(separator)
                    .ascii("{\"name\":")
                    .quoted(hit.row().name())
                    .ascii(",\"kind\":")
                    .quoted(Texts.singular(hit.row().type()))
                    .ascii(",\"detail\":")
                    .quoted(hit.reason().isEmpty() ? ObjectValues.detail(hit.row()) : hit.reason())
                    .ascii(",\"url\":")
                    .quoted(hit.row().url())
                    .ascii("}");
            separator = ",";
        }
        return new PageResponse.JsonResponse(200, json.ascii("]").toString());
    }

    /** {@code /api_search?q=}: by type, what is found, in the shape of the reference. */
    public PageResponse json(PageRequest request) {
        return request.value("q").isEmpty()
                ? new PageResponse.JsonResponse(400, "{\"error\": \"No search query provided: q\"}")
                : new PageResponse.JsonResponse(
                        200,
                        new QuickSearch(request.services().search(), request.snapshot())
                                .withExtras(request.value("q")));
    }
}
