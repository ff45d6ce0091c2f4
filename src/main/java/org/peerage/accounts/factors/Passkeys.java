package org.peerage.accounts.factors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.accounts.SignedTokens;

/**
 * Passkeys (WebAuthn): a second factor, and, where the device made sure who holds it, a way to sign in on its own. A
 * challenge is a {@link SignedTokens signed word} for one browser, good once and for five minutes.
 */
public final class Passkeys {
    private static final Duration CHALLENGE_TTL = Duration.ofMinutes(5);
    private static final int MAX_PASSKEYS = 20;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Accounts accounts;
    private final Transactions store;
    private final SignedTokens tokens;
    private final Clock clock;

    public Passkeys(Accounts accounts, DataSource source, SignedTokens tokens, Clock clock) {
        this.accounts = accounts;
        this.store = new Transactions(source);
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The library takes its time to get ready, so that it is not asked before somebody has a passkey. */
    private static final class WebAuthn {
        static final ObjectConverter CONVERTER = new ObjectConverter();
        static final AttestedCredentialDataConverter RECORDS = new AttestedCredentialDataConverter(CONVERTER);
        static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
        static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
                algorithm(COSEAlgorithmIdentifier.ES256),
                algorithm(COSEAlgorithmIdentifier.EdDSA),
                algorithm(COSEAlgorithmIdentifier.RS256));

        private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier id) {
            return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, id);
        }
    }

    /** What a passkey is used for; a challenge for one is none for the other. */
    public enum PasskeyUse {
        ADD,
        SIGN_IN
    }

    /** Who signed in with a passkey. */
    public record VerifiedPasskey(long user, boolean holderVerified) {}

    /** A challenge for a browser. */
    public String challenge(PasskeyUse use, String bound) {
        return tokens.issue("passkey " + use, bound);
    }

    /** The handle under which devices keep a person's passkeys: the id of the account, nothing personal. */
    public static String handle(long user) {
        return ENCODER.encodeToString(
                ByteBuffer.allocate(Long.BYTES).putLong(user).array());
    }

    public List<Passkey> of(long user) {
        return store.withConnection(sql -> sql.query(
                "select id, name, credential, created, last_used from passkey where user_id = ? order by id",
                Passkeys::read,
                user));
    }

    /** Whether the device's answer holds; then the person has a passkey more. */
    public boolean add(
            long user, String name, String challenge, String bound, RelyingParty party, String responseJson) {
        if (!isFresh(PasskeyUse.ADD, challenge, bound) || of(user).size() >= MAX_PASSKEYS) {
            return false;
        }
        try {
            RegistrationData data = WebAuthn.MANAGER.verifyRegistrationResponseJSON(
                    responseJson,
                    new RegistrationParameters(server(party, challenge), WebAuthn.ALGORITHMS, false, true));
            if (data.getAttestationObject() == null) {
                return false;
            }
            AuthenticatorData<?> made = data.getAttestationObject().getAuthenticatorData();
            AttestedCredentialData record = made.getAttestedCredentialData();
            return record != null && insert(user, name, record, made.getSignCount());
        } catch (DataConversionException | VerificationException | IllegalArgumentException refused) {
            return false;
        }
    }

    private boolean insert(long user, String name, AttestedCredentialData record, long signCount) {
        return accounts.change(store -> store.write(sql -> sql.update(
                        "insert into passkey (user_id, name, credential, record, sign_count, created)"
                                + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                        user,
                        name.isEmpty() ? "Passkey" : name,
                        ENCODER.encodeToString(record.getCredentialId()),
                        ENCODER.encodeToString(WebAuthn.RECORDS.convert(record)),
                        signCount,
                        clock.instant().getEpochSecond())
                > 0));
    }

    /** Whose passkey a device used, if its answer holds. */
    public Optional<VerifiedPasskey> use(String challenge, String bound, RelyingParty party, String responseJson) {
        if (!isFresh(PasskeyUse.SIGN_IN, challenge, bound)) {
            return Optional.empty();
        }
        try {
            AuthenticationData data = WebAuthn.MANAGER.parseAuthenticationResponseJSON(responseJson);
            Optional<StoredPasskey> kept = findStored(ENCODER.encodeToString(data.getCredentialId()));
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            CredentialRecordImpl record = new CredentialRecordImpl(
                    null,
                    null,
                    null,
                    null,
                    kept.get().signCount,
                    WebAuthn.RECORDS.convert(Base64.getUrlDecoder().decode(kept.get().record)),
                    null,
                    null,
                    null,
                    null);
            AuthenticationData shown = WebAuthn.MANAGER.verify(
                    data, new AuthenticationParameters(server(party, challenge), record, null, false, true));
            AuthenticatorData<?> device = shown.getAuthenticatorData();
            return device != null && used(kept.get(), device.getSignCount())
                    ? Optional.of(new VerifiedPasskey(kept.get().user, device.isFlagUV()))
                    : Optional.empty();
        } catch (DataConversionException | VerificationException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private record StoredPasskey(long id, long user, String record, long signCount) {}

    private Optional<StoredPasskey> findStored(String credential) {
        return store
                .withConnection(sql -> sql.query(
                        "select id, user_id, record, sign_count from passkey where credential = ?",
                        row -> new StoredPasskey(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)),
                        credential))
                .stream()
                .findFirst();
    }

    private boolean used(StoredPasskey kept, long signCount) {
        return store.withConnection(sql -> sql.update(
                        "update passkey set sign_count = ?, last_used = ? where id = ?",
                        signCount,
                        clock.instant().getEpochSecond(),
                        kept.id))
                > 0;
    }

    /** Whether there was such a passkey. */
    public boolean remove(long user, long id) {
        return accounts.change(store -> store.write(sql -> {
            boolean removed = sql.update("delete from passkey where user_id = ? and id = ?", user, id) > 0;
            AuthenticatorApps.dropBackupCodesOfNobody(sql, user);
            return removed;
        }));
    }

    private boolean isFresh(PasskeyUse use, String challenge, String bound) {
        return tokens.ageOf("passkey " + use, bound, challenge)
                        .filter(age -> age.compareTo(CHALLENGE_TTL) < 0)
                        .isPresent()
                && tokens.consume(challenge);
    }

    private static ServerProperty server(RelyingParty party, String challenge) {
        return ServerProperty.builder()
                .origin(new Origin(party.origin()))
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge.getBytes(StandardCharsets.US_ASCII)))
                .build();
    }

    private static Passkey read(ResultSet row) throws SQLException {
        long used = row.getLong(5);
        return new Passkey(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.wasNull() ? OptionalLong.empty() : OptionalLong.of(used));
    }
}
