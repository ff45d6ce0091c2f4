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
import org.peerage.schema.ParseResult;
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
    public sealed interface LogoResult {
        record LogoSaved() implements LogoResult {}

        /** The picture is none, or too large; says why. */
        record InvalidLogo(String problem) implements LogoResult {}

        /** The registry did not take it: no right, or it is not there any more. */
        record LogoRefused() implements LogoResult {}
    }

    /**
     * The logo that an object has, of any age.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer
     */
    public Optional<StoredLogo> of(Row row) throws WriteLane.WriteUnavailableException {
        String url = url(row);
        int slash = url.lastIndexOf('/');
        int point = url.lastIndexOf('.');
        return slash < 0 || point < slash ? Optional.empty() : find(row, url.substring(slash + 1, point));
    }

    /**
     * The logo of that hash.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer
     */
    public Optional<StoredLogo> find(Row row, String hash) throws WriteLane.WriteUnavailableException {
        try {
            return store.find(row.type().typeName(), row.id(), hash);
        } catch (SQLException unreachable) {
            throw new WriteLane.WriteUnavailableException("the logos cannot be read now", true, unreachable);
        }
    }

    /** What kind of picture it is, or what is wrong with it. */
    public static ParseResult<String> typeOf(byte[] bytes, int mostHeight) {
        return LogoImage.read(bytes, mostHeight).then(picture -> ParseResult.value(picture.type()));
    }

    /**
     * Gives an object a logo.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer
     */
    public LogoResult put(Row row, byte[] bytes, int mostHeight, Author author)
            throws WriteLane.WriteUnavailableException {
        return switch (LogoImage.read(bytes, mostHeight)) {
            case ParseResult.Problem<LogoImage>(String problem) -> new LogoResult.InvalidLogo(problem);
            case ParseResult.Value<LogoImage>(LogoImage picture) -> put(row, picture, bytes, author);
        };
    }

    private LogoResult put(Row row, LogoImage picture, byte[] bytes, Author author)
            throws WriteLane.WriteUnavailableException {
        String hash = hash(bytes);
        String typeName = row.type().typeName();
        String url = site + "/logo/" + typeName + "/" + row.id() + "/" + hash + "." + picture.extension();
        if (!(setLogo(row, url, author, true) instanceof LogoResult.LogoSaved)) {
            return new LogoResult.LogoRefused();
        }
        Instant now = clock.instant();
        Instant created = of(row).map(StoredLogo::created).orElse(now);
        try {
            store.put(typeName, row.id(), new StoredLogo(hash, picture.type(), bytes, created, now));
        } catch (SQLException unreachable) {
            // Even if it is stored now, no object has it.
            throw new WriteLane.WriteUnavailableException("the logo cannot be stored now", true, unreachable);
        }
        LogoResult outcome = setLogo(row, url, author, false);
        if (outcome instanceof LogoResult.LogoSaved) {
            deleteReplaced(row, hash);
        }
        return outcome;
    }

    /**
     * Takes an object's logo away.
     *
     * @throws WriteLane.WriteUnavailableException where the database does not answer
     */
    public LogoResult remove(Row row, Author author) throws WriteLane.WriteUnavailableException {
        LogoResult outcome = setLogo(row, null, author, false);
        if (outcome instanceof LogoResult.LogoSaved) {
            deleteReplaced(row, "");
        }
        return outcome;
    }

    /**
     * Only the picture that was replaced goes: somebody else may have put another one at the same time. What was asked for
     * is done already, so that one which cannot be forgotten now is left over, and no object has it.
     */
    private void deleteReplaced(Row before, String now) {
        try {
            Optional<StoredLogo> replaced = of(before);
            if (replaced.isPresent() && !replaced.get().hash().equals(now)) {
                store.delete(
                        before.type().typeName(), before.id(), replaced.get().hash());
            }
        } catch (SQLException | WriteLane.WriteUnavailableException unreachable) {
            LOG.warn("a logo of {} {} is left over: {}", before.type().typeName(), before.id(), unreachable.toString());
        }
    }

    private LogoResult setLogo(Row row, @Nullable String address, Author author, boolean trial)
            throws WriteLane.WriteUnavailableException {
        Editor.WriteCommand command = Editor.WriteCommand.of(
                new Operation.SetLogo(row.type(), row.id(), address), author, "logo-" + UUID.randomUUID());
        try {
            Decision decision = editor.submit(trial ? command.asDryRun() : command)
                    .decided()
                    .last();
            return decision instanceof Decision.Applied ? new LogoResult.LogoSaved() : new LogoResult.LogoRefused();
        } catch (WriteLane.WriteUnavailableException unavailable) {
            if (unavailable.isPermanent()) {
                return new LogoResult.LogoRefused(); // the registry is a copy of another
            }
            throw unavailable;
        }
    }

    private static String url(Row row) {
        return row.type()
                .field("logo")
                .map(field -> row.find(field) instanceof String url ? url : "")
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
