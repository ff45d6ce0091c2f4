package org.peerage.web.page;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Whether pages are light, dark, or as the system has it. The page says so itself, so that nothing flashes and no script is needed. */
public enum Theme {
    SYSTEM,
    LIGHT,
    DARK;

    private static final String COOKIE = "peerage_theme";
    private static final Duration TTL = Duration.ofDays(365);

    /** As addresses, cookies and the stylesheet write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Theme of(PageRequest request) {
        return request.cookie(COOKIE).flatMap(Theme::named).orElse(SYSTEM);
    }

    private static Optional<Theme> named(String word) {
        for (Theme theme : values()) {
            if (theme.word().equals(word)) {
                return Optional.of(theme);
            }
        }
        return Optional.empty();
    }

    /** {@code POST /theme}: remembers what this browser's pages shall look like. */
    public static PageResponse choose(PageRequest request) {
        if (!request.isPost()) {
            return new PageResponse.NotFoundResponse();
        }
        named(request.value("theme")).ifPresent(theme -> {
            if (theme == SYSTEM) {
                request.deleteCookie(COOKIE);
            } else {
                request.setCookie(COOKIE, theme.word(), TTL);
            }
        });
        return new PageResponse.Redirect(request.nextUrl("/"));
    }
}
