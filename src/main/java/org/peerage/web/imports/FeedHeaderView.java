package org.peerage.web.imports;

import java.util.Optional;
import org.peerage.ixf.FeedSettingsStore;
import org.peerage.schema.Row;

/**
 * A feed's request header as pages tell of it; its value is shown to nobody.
 *
 * @param name empty: there is none
 * @param since the day it was entered
 * @param url that it was entered for
 * @param isSent whether that is the feed's URL still
 */
public record FeedHeaderView(String name, String since, String url, boolean isSent) {
    static FeedHeaderView of(Optional<FeedSettingsStore.KnownHeader> known, Row lan) {
        return known.map(header -> new FeedHeaderView(
                        header.name(), SuggestionPages.day(header.since()), header.url(), header.isSentTo(lan)))
                .orElse(new FeedHeaderView("", "", "", false));
    }
}
