package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.peerage.ixf.FeedSettings;
import org.peerage.web.page.PageRequest;

/**
 * Settings of a feed as a form has them.
 *
 * @param vlans as it was typed
 * @param fields that the feed sets
 * @param errors by field; empty: it can be saved
 */
public record FeedSettingsForm(
        boolean countsDown,
        String vlans,
        String exchangeIds,
        Set<String> fields,
        String graceDays,
        Map<String, String> errors) {
    static final String COUNTS_DOWN = "counts_down";
    static final String VLANS = "vlans";
    static final String EXCHANGE_IDS = "exchange_ids";
    static final String FIELDS = "fields";
    static final String GRACE_DAYS = "grace_days";

    private static final int MAX_TYPED = 1000;

    public FeedSettingsForm {
        fields = Set.copyOf(fields);
        errors = Map.copyOf(errors);
    }

    static FeedSettingsForm of(FeedSettings settings) {
        Set<String> fields = new HashSet<>(FeedSettings.FIELDS);
        fields.removeAll(settings.kept());
        return new FeedSettingsForm(
                settings.countsDown(),
                typed(settings.vlans()),
                typed(settings.exchangeIds()),
                fields,
                Integer.toString(settings.graceDays()),
                Map.of());
    }

    private static String typed(Set<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    static FeedSettingsForm of(PageRequest request) {
        Map<String, String> errors = new LinkedHashMap<>();
        check(errors, VLANS, request.value(VLANS));
        check(errors, EXCHANGE_IDS, request.value(EXCHANGE_IDS));
        String days = request.value(GRACE_DAYS);
        if (!days.matches("[0-9]{1,4}") || Integer.parseInt(days) > FeedSettings.MAX_GRACE_DAYS) {
            errors.put(GRACE_DAYS, text("ixf.settings.error.days", FeedSettings.MAX_GRACE_DAYS));
        }
        Set<String> fields = new HashSet<>(request.values(FIELDS));
        fields.retainAll(FeedSettings.FIELDS);
        return new FeedSettingsForm(
                request.has(COUNTS_DOWN),
                excerpt(request.value(VLANS)),
                excerpt(request.value(EXCHANGE_IDS)),
                fields,
                excerpt(days),
                errors);
    }

    private static String excerpt(String typed) {
        return typed.substring(0, Math.min(typed.length(), MAX_TYPED));
    }

    private static void check(Map<String, String> errors, String field, String typed) {
        List<String> words = words(typed);
        if (typed.length() > MAX_TYPED
                || words.size() > FeedSettings.MAX_IDS
                || !words.stream().allMatch(FeedSettingsForm::isId)) {
            errors.put(field, text("ixf.settings.error.ids", FeedSettings.MAX_IDS));
        }
    }

    private static boolean isId(String word) {
        return word.matches("[0-9]{1,10}") && Long.parseLong(word) <= FeedSettings.MAX_ID;
    }

    private static List<String> words(String typed) {
        List<String> words = new ArrayList<>(List.of(typed.split("[,;\\s]+")));
        words.removeIf(String::isEmpty);
        return words;
    }

    private static Set<Long> ids(String typed) {
        return words(typed).stream().map(Long::valueOf).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Of a form without errors. */
    FeedSettings settings() {
        Set<String> kept = new HashSet<>(FeedSettings.FIELDS);
        kept.removeAll(fields);
        return new FeedSettings(countsDown, ids(vlans), ids(exchangeIds), kept, Integer.parseInt(graceDays));
    }
}
