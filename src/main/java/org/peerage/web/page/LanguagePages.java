package org.peerage.web.page;

import org.peerage.i18n.Languages;

/** Choosing the language of pages, at the reference's address {@code /i18n/setlang/} (docs/spec/operations.md §10). */
public final class LanguagePages {
    private LanguagePages() {}

    /** Whether it is that, or the colours, and nothing more: who is not signed in needs no token for it, and gets no cookie for one. */
    public static boolean isOnlyAboutThisBrowser(PageRequest request) {
        boolean looks =
                request.pathSegment(0).equals("i18n") || request.pathSegment(0).equals("theme");
        return looks && request.session().isEmpty() && !request.isFromElsewhere();
    }

    public static PageResponse answer(PageRequest request) {
        if (!request.isPost() || !request.pathSegment(1).equals("setlang")) {
            return new PageResponse.NotFoundResponse();
        }
        Languages.of(request.value("language")).ifPresent(request::setLanguage);
        return new PageResponse.Redirect(request.nextUrl("/"));
    }
}
