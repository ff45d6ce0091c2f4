package org.peerage.copies;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The key that signs the list of files, in the database, so that backups have it: readers keep the first one that they see. The next one
 * is told a week before it signs, which is how readers learn of it (RFC 10063 has the same).
 */
public final class CopyKeys {
    private static final String STATE = "copy-keys";
    private static final Duration TOLD_BEFORE = Duration.ofDays(7);

    private final RegistryStore store;
    private final Clock clock;

    public CopyKeys(RegistryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The key that signs now, and the one that will, if one is to. */
    record KeyPair(ECKey current, Optional<ECKey> next, Instant nextFrom) {
        String toJson() {
            ObjectNode node = JsonMapper.shared().createObjectNode().put("current", current.toJSONString());
            next.ifPresent(key -> node.put("next", key.toJSONString()).put("from", nextFrom.getEpochSecond()));
            return node.toString();
        }
    }

    /** The keys; the first is made when it is first needed, and the next takes its place when its time has come. */
    KeyPair keys() throws SQLException {
        Optional<KeyPair> known = store.state(STATE).map(CopyKeys::read);
        if (known.isPresent() && (known.get().next.isEmpty() || clock.instant().isBefore(known.get().nextFrom))) {
            return known.get();
        }
        KeyPair now = new KeyPair(
                known.flatMap(KeyPair::next).orElseGet(CopyKeys::generate), Optional.empty(), Instant.EPOCH);
        save(now);
        return now;
    }

    /** Makes a key that signs from a week on, and is told until then; the time. One that waits already stays. */
    public Instant planNext() throws SQLException {
        KeyPair keys = keys();
        if (keys.next.isPresent()) {
            return keys.nextFrom;
        }
        Instant from = clock.instant().plus(TOLD_BEFORE);
        save(new KeyPair(keys.current, Optional.of(generate()), from));
        return from;
    }

    private void save(KeyPair keys) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.putState(STATE, keys.toJson());
            transaction.commit();
        }
    }

    private static KeyPair read(String json) {
        JsonNode node = JsonMapper.shared().readTree(json);
        return new KeyPair(
                parse(node.path("current").stringValue()),
                Optional.ofNullable(text(node.path("next"))).map(CopyKeys::parse),
                Instant.ofEpochSecond(node.path("from").asLong(0)));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    private static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException damaged) {
            throw new IllegalStateException("the key of copies in the database cannot be read", damaged);
        }
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
