package org.peerage.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.copies.CopyNotification;
import org.peerage.copies.CopySchema;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.PublicRows;
import org.peerage.snapshot.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a copy with its source by digests, now and then: at equal versions they prove that rows are the same. */
final class DigestCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DigestCheck.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** What stays different after it was fetched row by row is not looked at each minute. */
    private static final Duration INTERVAL_AFTER_DIFFERENCE = Duration.ofHours(24);

    private final CopySource files;
    private final Clock clock;
    private Instant next = Instant.EPOCH;
    private Instant lastEqual = Instant.EPOCH;
    private SyncState.CopyTrust trust = SyncState.CopyTrust.NONE;

    DigestCheck(CopySource files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    boolean isDue() {
        return !clock.instant().isBefore(next);
    }

    /** When all was the same last. */
    Instant lastEqual() {
        return lastEqual;
    }

    /** Whom to believe, as the last list told it: one that is saved may not know the key that signs next. */
    SyncState.CopyTrust latest(SyncState.CopyTrust saved) {
        return trust.seen() > saved.seen() ? trust : saved;
    }

    /** Whom to believe is told by the list, whether or not what it says of rows can be compared now. */
    void look(SyncState known) throws InterruptedException {
        Optional<CopyNotification> _ = list(known);
    }

    private Optional<CopyNotification> list(SyncState known) throws InterruptedException {
        next = clock.instant().plus(INTERVAL);
        try {
            Optional<CopySource.VerifiedList> found = files.list(latest(known.trust()));
            trust = found.map(CopySource.VerifiedList::trust).orElse(trust);
            return found.map(CopySource.VerifiedList::list);
        } catch (RemoteRegistryException notBelieved) {
            LOG.warn("the copy was not compared: {}", notBelieved.getMessage());
            return Optional.empty();
        }
    }

    /** Types that differ from those of the other, if it tells of the version that is here; what it tells wrongly is logged. */
    List<String> differences(SyncState known, Snapshot here, SyncSettings settings) throws InterruptedException {
        Optional<CopyNotification> list = list(known);
        boolean comparable = list.isPresent()
                && list.get().session().equals(known.session())
                && list.get().version() == known.feed();
        return comparable ? differences(list.get(), here, settings) : List.of();
    }

    /** The same for a list of the version that is here. */
    List<String> differences(CopyNotification list, Snapshot here, SyncSettings settings) {
        Optional<List<String>> different = of(list, here, settings.key().isPresent());
        Instant now = clock.instant();
        next = now.plus(INTERVAL);
        if (different.filter(List::isEmpty).isPresent()) {
            lastEqual = now;
        }
        return different.orElse(List.of());
    }

    /** What is left different was fetched row by row in vain. */
    void giveUpFor(List<String> left) {
        if (!left.isEmpty()) {
            LOG.warn("rows differ from the other's though they were fetched anew: {}", left);
            next = clock.instant().plus(INTERVAL_AFTER_DIFFERENCE);
        }
    }

    /**
     * Types whose rows are not those of the list; empty where programs know other keys, and so write rows otherwise.
     *
     * @param withKey whether the copy has more than everybody may see, so that what is hidden from some cannot be compared
     */
    static Optional<List<String>> of(CopyNotification list, Snapshot here, boolean withKey) {
        if (!list.schema().equals(CopySchema.HASH)) {
            return Optional.empty();
        }
        List<String> different = new ArrayList<>();
        for (ObjectType type : ObjectTypes.ALL) {
            boolean comparable = !withKey || !isRestricted(type);
            String digest = PublicRows.digest(here, type).toString();
            if (comparable && !digest.equals(list.digest().get(type.typeName()))) {
                different.add(type.typeName());
            }
        }
        return Optional.of(different);
    }

    /** Whether a key may show more of a type than everybody sees. */
    static boolean isRestricted(ObjectType type) {
        return type.rowVisibility().isPresent() || type.keyVisibility().isPresent();
    }
}
