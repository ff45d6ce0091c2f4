package org.peerage.web;

import java.util.Optional;
import java.util.Set;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.handlers.PastReads;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Pages with {@code at}: which show the past, and what is told where that cannot be (docs/spec/record.md §1.1, §1.8). */
final class PastPages {
    /** What can be looked at of an object; its histories and forms are of the present. */
    private static final Set<String> PARTS = Set.of("", "tables", "points");

    private PastPages() {}

    /** Whether a visit asks for the past of a page that has one. */
    static boolean isAsked(PageRequest visit, ApiRequest request) {
        if (!PastReads.isAsked(request) || visit.isPost() || visit.isDelete()) {
            return false;
        }
        String first = visit.pathSegment(0);
        return switch (first) {
            case "asn", "advanced_search", "compare", "export" -> true;
            default -> ObjectTypes.byName(first).isPresent() && PARTS.contains(visit.pathSegment(2));
        };
    }

    /** What the search says, which knows the present only; empty where it is not asked for the past. */
    static Optional<PageResponse> refusal(PageRequest visit, ApiRequest request) {
        return PastReads.isAsked(request) && visit.pathSegment(0).equals("search")
                ? Optional.of(problem(visit, 400, Texts.text("past.search")))
                : Optional.empty();
    }

    /** Why there is no such past. */
    static PageResponse refused(PageRequest visit, ApiResponse refusal) {
        String wait = refusal.headers().get("Retry-After");
        if (wait != null) {
            visit.response().set("Retry-After", wait);
        }
        return problem(visit, refusal.status(), Texts.pastProblem(refusal.status()));
    }

    private static PageResponse problem(PageRequest visit, int status, String text) {
        return PageRenderer.message(visit, status, Texts.text("past.problem"), text);
    }

    /** Whose visit it is, for the limit of states. */
    static PastReads.PastChoice choose(PastReads past, PageRequest visit, ApiRequest request) {
        return past.choose(request.parameters(), visit.caller(), visit.ipAddress());
    }
}
