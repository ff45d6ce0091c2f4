package org.peerage.oauth;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is filled in for an application; lists are parted by blanks, commas or lines.
 *
 * @param owner whose it is to be
 */
public record ApplicationForm(
        String name,
        Application.Owner owner,
        boolean isPublic,
        String redirectUris,
        String postLogoutRedirectUris,
        String allowedOrigins) {
    private static final int MAX_NAME_LENGTH = 255;
    private static final int MAX_URIS = 20;

    /** What is wrong, by the name of the form's field: codes, for which pages have the words. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (name.length() > MAX_NAME_LENGTH) {
            problems.put("name", "long");
        }
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            problems.put("name", "name");
        }
        if (list(redirectUris).isEmpty()) {
            problems.put("redirect_uris", "required");
        }
        check(problems, "redirect_uris", redirectUris, RedirectUris::problem);
        check(problems, "post_logout_redirect_uris", postLogoutRedirectUris, RedirectUris::problem);
        check(problems, "allowed_origins", allowedOrigins, RedirectUris::originProblem);
        return problems;
    }

    private static void check(
            Map<String, String> problems, String field, String text, Function<String, Optional<String>> problem) {
        List<String> all = list(text);
        if (all.size() > MAX_URIS) {
            problems.put(field, "many");
        }
        all.stream().map(problem).flatMap(Optional::stream).findFirst().ifPresent(found -> problems.put(field, found));
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split("[\\s,]+", -1))
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }
}
