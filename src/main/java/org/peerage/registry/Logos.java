package org.peerage.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Author;
import org.peerage.schema.Parsed;
import org.peerage.schema.Row;
import org.peerage.store.LogoStore;
import org.peerage.store.StoredLogo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logos of objects (docs/spec/objects.md §1.12). The picture is stored first, under a hash of its bytes, then the object is
 * told its address: whoever reads the object always finds the picture.
 */
public final class Logos {
    /** What the API allows. */
    public static final int API_HEIGHT = 75;
    /** What a form of the pages allows. */
    public static final int ANY_HEIGHT = Integer.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Logos.class);
    private static final int HASH_BYTES = 12;

    private final LogoStore store;
    private final Editor editor;
    private final Clock clock;
    private final String site;

    /**
     * The logos of a registry.
     *
     * @param site its address, for the addresses of logos; empty: they are relative to it
     */
    public Logos(LogoStore store, Editor editor, Clock clock, String site) {
        this.store = store;
        this.editor = editor;
        this.clock = clock;
        this.site = site;
    }

    /** What came of a change. */
    public sealed interface Outcome {
        record Done() implements Outcome {}

        /** The picture is none, or too large; says why. */
        record Wrong(String problem) implements Outcome {}

        /** The registry did not take it: no right, or it is not there any more. */
        record Refused() implements Outcome {}
    }

    /**
     * The logo that an object has, of any age.
     *
     * @throws WriteLane.Unavailable where the database does not answer
     */
    public Optional<StoredLogo> of(Row row) throws WriteLane.Unavailable {
        String address = address(row);
        int slash = address.lastIndexOf('/');
        int point = address.lastIndexOf('.');
        return slash < 0 || point < slash ? Optional.empty() : find(row, address.substring(slash + 1, point));
    }

    /**
     * The logo of that hash.
     *
     * @throws WriteLane.Unavailable where the database does not answer
     */
    public Optional<StoredLogo> find(Row row, String hash) throws WriteLane.Unavailable {
        try {
            return store.find(row.type().tag(), row.id(), hash);
        } catch (SQLException unreachable) {
            throw new WriteLane.Unavailable("the logos cannot be read now", true, unreachable);
        }
    }

    /** What kind of picture it is, or what is wrong with it. */
    public static Parsed<String> typeOf(byte[] bytes, int mostHeight) {
        return Picture.read(bytes, mostHeight).then(picture -> Parsed.value(picture.type()));
    }

    /**
     * Gives an object a logo.
     *
     * @throws WriteLane.Unavailable where the database does not answer
     */
    public Outcome put(Row row, byte[] bytes, int mostHeight, Author author) throws WriteLane.Unavailable {
        return switch (Picture.read(bytes, mostHeight)) {
            case Parsed.Problem<Picture>(String problem) -> new Outcome.Wrong(problem);
            case Parsed.Value<Picture>(Picture picture) -> put(row, picture, bytes, author);
        };
    }

    private Outcome put(Row row, Picture picture, byte[] bytes, Author author) throws WriteLane.Unavailable {
        String hash = hash(bytes);
        String tag = row.type().tag();
        String address = site + "/logo/" + tag + "/" + row.id() + "/" + hash + "." + picture.extension();
        if (!(tell(row, address, author, true) instanceof Outcome.Done)) {
            return new Outcome.Refused();
        }
        Instant now = clock.instant();
        Instant created = of(row).map(StoredLogo::created).orElse(now);
        try {
            store.put(tag, row.id(), new StoredLogo(hash, picture.type(), bytes, created, now));
        } catch (SQLException unreachable) {
            // Even if it is stored now, no object has it.
            throw new WriteLane.Unavailable("the logo cannot be stored now", true, unreachable);
        }
        Outcome outcome = tell(row, address, author, false);
        if (outcome instanceof Outcome.Done) {
            forgetReplaced(row, hash);
        }
        return outcome;
    }

    /**
     * Takes an object's logo away.
     *
     * @throws WriteLane.Unavailable where the database does not answer
     */
    public Outcome remove(Row row, Author author) throws WriteLane.Unavailable {
        Outcome outcome = tell(row, null, author, false);
        if (outcome instanceof Outcome.Done) {
            forgetReplaced(row, "");
        }
        return outcome;
    }

    /**
     * Only the picture that was replaced goes: somebody else may have put another one at the same time. What was asked for
     * is done already, so that one which cannot be forgotten now is left over, and no object has it.
     */
    private void forgetReplaced(Row before, String now) {
        try {
            Optional<StoredLogo> replaced = of(before);
            if (replaced.isPresent() && !replaced.get().hash().equals(now)) {
                store.forget(before.type().tag(), before.id(), replaced.get().hash());
            }
        } catch (SQLException | WriteLane.Unavailable unreachable) {
            LOG.warn("a logo of {} {} is left over: {}", before.type().tag(), before.id(), unreachable.toString());
        }
    }

    private Outcome tell(Row row, @Nullable String address, Author author, boolean trial) throws WriteLane.Unavailable {
        Editor.Wish wish = Editor.Wish.of(
                new Operation.SetLogo(row.type(), row.id(), address), author, "logo-" + UUID.randomUUID());
        try {
            Decision decision =
                    editor.submit(trial ? wish.asTrial() : wish).decided().last();
            return decision instanceof Decision.Applied ? new Outcome.Done() : new Outcome.Refused();
        } catch (WriteLane.Unavailable unavailable) {
            if (unavailable.isLasting()) {
                return new Outcome.Refused(); // the registry is a copy of another
            }
            throw unavailable;
        }
    }

    private static String address(Row row) {
        return row.type()
                .field("logo")
                .map(field -> row.find(field) instanceof String address ? address : "")
                .orElse("");
    }

    /** The part of a logo's address that stands for its bytes. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
