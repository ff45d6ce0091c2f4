package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.time.Instant;
import java.util.Optional;
import org.peerage.ixf.Feed;
import org.peerage.ixf.FeedSettingsStore;

/**
 * The key that the lists of an exchange are signed with, as pages tell of it.
 *
 * @param fingerprint empty: none is pinned
 * @param since the day it was pinned
 * @param verified when the last good list was verified with it; empty: it was not
 */
public record FeedKeyView(String fingerprint, String kind, String since, String pem, String verified) {
    static FeedKeyView of(Optional<FeedSettingsStore.PinnedKey> pinned, Optional<Feed> feed) {
        return pinned.map(known -> new FeedKeyView(
                        known.key().fingerprint(),
                        known.key().kind().word(),
                        SuggestionPages.day(known.since()),
                        known.key().pem(),
                        feed.filter(each ->
                                        each.verified().key().equals(known.key().fingerprint()))
                                .map(each -> each.verified().at())
                                .filter(Instant.EPOCH::isBefore)
                                .map(RunView::time)
                                .orElse("")))
                .orElse(new FeedKeyView("", "", "", "", ""));
    }

    /** In a sentence; empty: there is none. */
    public String told() {
        if (fingerprint.isEmpty()) {
            return "";
        }
        return verified.isEmpty()
                ? text("ixf.settings.keyUnverified", fingerprint)
                : text("ixf.settings.keyVerified", verified, fingerprint);
    }
}
