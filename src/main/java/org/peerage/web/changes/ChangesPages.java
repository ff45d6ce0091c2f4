package org.peerage.web.changes;

import static org.peerage.web.page.Texts.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.access.changes.ChangeFinder;
import org.peerage.api.QueryParameters;
import org.peerage.api.handlers.CriteriaParser;
import org.peerage.i18n.Languages;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.store.ChangeSubject;
import org.peerage.text.CountryCode;
import org.peerage.web.objects.ChangeEntries;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;

/**
 * What happened to the registry, to a country, and to an object with all that hangs on it: as pages, and as Atom feeds
 * (docs/spec/record.md §2.1).
 */
public final class ChangesPages {
    private static final int PAGE_SIZE = 50;
    private static final String ATOM = ".atom";

    /** What the changes of a page have in common. */
    private record Scope(@Nullable ChangeSubject about, String title, String above, String aboveName, String path) {}

    /** Whether {@code /<tag>/<id>/<action>} is one of these pages. */
    public static boolean isAction(String action) {
        return action.equals("changes") || action.equals("changes" + ATOM);
    }

    /** {@code /changes}, {@code /changes/country/DE} and their feeds. */
    public PageResponse ofRegistry(PageRequest request) {
        return inItsLanguage(request, () -> registry(request));
    }

    /** Feeds are the same for all, in English, with their titles. */
    private static PageResponse inItsLanguage(PageRequest request, Supplier<PageResponse> answering) {
        return request.path().endsWith(ATOM) ? Languages.english().during(answering) : answering.get();
    }

    private PageResponse registry(PageRequest request) {
        String first = request.pathSegment(0);
        String second = request.pathSegment(1);
        String third = request.pathSegment(2);
        if (second.isEmpty()) {
            return answer(request, new Scope(null, text("changes.title"), "", "", "/changes"), first.endsWith(ATOM));
        }
        String code = third.endsWith(ATOM) ? third.substring(0, third.length() - ATOM.length()) : third;
        Optional<ChangeSubject> country =
                second.equals("country") && request.pathSegment(3).isEmpty()
                        ? ChangeSubject.country(code)
                        : Optional.empty();
        Optional<CountryCode> known = CountryCode.parse(code);
        return country.isEmpty() || known.isEmpty()
                ? new PageResponse.NotFoundResponse()
                : answer(
                        request,
                        new Scope(
                                country.get(),
                                text("changes.title.of", Texts.country(code)),
                                "/changes",
                                text("changes.title"),
                                "/changes/country/" + code),
                        third.endsWith(ATOM));
    }

    /** {@code /<tag>/<id>/changes} and its feed. */
    public PageResponse ofObject(PageRequest request, String typeName) {
        return inItsLanguage(request, () -> object(request, typeName));
    }

    private PageResponse object(PageRequest request, String typeName) {
        ObjectType type = ObjectTypes.byName(typeName).orElse(null);
        // Types whose changes are worth a page: other objects have a history.
        Row row = type == null || !type.hasPage()
                ? null
                : IdParser.find(request.snapshot(), type, request.pathSegment(1));
        if (row == null || !request.visibility().canSee(row, request.snapshot()) || request.isPost()) {
            return new PageResponse.NotFoundResponse();
        }
        if (DiffPages.isAsked(request) && !request.pathSegment(2).endsWith(ATOM)) {
            return DiffPages.answer(request, row);
        }
        String name = Texts.name(row, request.snapshot());
        return answer(
                request,
                new Scope(
                        ChangeSubject.of(row.type(), row.id()),
                        text("changes.title.of", name),
                        row.path(),
                        name,
                        row.path() + "/changes"),
                request.pathSegment(2).endsWith(ATOM));
    }

    private PageResponse answer(PageRequest request, Scope scope, boolean isFeed) {
        ParseResult<ChangeCriteria> read = CriteriaParser.parse(QueryParameters.parse(query(request)));
        if (!(read instanceof ParseResult.Value<ChangeCriteria>(ChangeCriteria asked))
                || !asked.actor().isEmpty()) {
            String problem = read instanceof ParseResult.Problem<ChangeCriteria>(String message)
                    ? RuleMessages.translated(message)
                    : text("changes.actor.notHere");
            return isFeed
                    ? PageResponse.BytesResponse.of(400, "text/plain; charset=utf-8", problem + "\n")
                    : page(request, scope, new ChangeFinder.ChangePage(List.of(), null), problem);
        }
        ChangeCriteria criteria = scope.about == null ? asked : asked.about(scope.about);
        ChangeFinder finder = new ChangeFinder(request.services().store());
        ChangeFinder.LogPosition before = position(request.value("before"));
        try {
            if (isFeed) {
                return AtomFeed.answer(request, scope.title, scope.path, query(request), criteria, before, finder);
            }
            return page(
                    request,
                    scope,
                    finder.newest(criteria, ChangeEntries.audience(request), before, PAGE_SIZE, scope.about != null),
                    "");
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    private static PageResponse page(PageRequest request, Scope scope, ChangeFinder.ChangePage found, String problem) {
        Row own = scope.about == null ? null : scope.about.row(request.snapshot());
        String query = query(request);
        try {
            ChangesView view = new ChangesView(
                    scope.title,
                    scope.above,
                    scope.aboveName,
                    scope.path,
                    filter(request, problem),
                    ChangeEntries.of(request, found.changes(), own),
                    scope.path + ATOM + (query.isEmpty() ? "" : "?" + query),
                    found.next() == null ? "" : link(scope.path, query, "before=" + found.next()),
                    scope.about == null || own == null ? "" : "/profile/following?about=" + scope.about);
            return new PageResponse.TemplateResponse(
                    problem.isEmpty() ? 200 : 400,
                    "changes/changes.jte",
                    Map.of("shell", request.frame(scope.title), "view", view));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    /** An address with more parameters than the filter. */
    public static String link(String path, String query, String more) {
        return path + "?" + (query.isEmpty() ? "" : query + "&") + more;
    }

    /** Where a page begins; unreadable ones begin at the end. */
    public static ChangeFinder.LogPosition position(String text) {
        return ChangeFinder.LogPosition.parse(text).orElse(ChangeFinder.LogPosition.END);
    }

    /** What the form of a filter shows. */
    public static ChangesView.FilterValues filter(PageRequest request, String problem) {
        return new ChangesView.FilterValues(
                request.value("type"),
                request.value("op"),
                request.value("field"),
                request.value("from"),
                request.value("to"),
                problem,
                ObjectTypes.ALL.stream()
                        .map(type -> new ChangesView.Choice(type.typeName(), Texts.plural(type)))
                        .toList(),
                Stream.of("added", "update", "delete")
                        .map(operation ->
                                new ChangesView.Choice(operation, text("changes.op." + operationKey(operation))))
                        .toList());
    }

    private static String operationKey(String operation) {
        return operation.equals("added") ? operation : ChangeEntries.verb(operation);
    }

    /** The filter as part of an address: forms send empty fields, too. */
    public static String query(PageRequest request) {
        return Stream.of("type", "op", "field", "from", "to", "actor")
                .filter(name -> !request.value(name).isEmpty())
                .map(name -> name + "=" + URLEncoder.encode(request.value(name), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
