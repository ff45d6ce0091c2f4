package org.peerage.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Attempt;
import org.peerage.access.Caller;
import org.peerage.access.Callers;
import org.peerage.access.ClientVersion;
import org.peerage.access.RequestHeaders;
import org.peerage.access.Resolution;
import org.peerage.access.Throttled;
import org.peerage.access.Throttles;
import org.peerage.schema.JsonBuffer;
import org.peerage.snapshot.Visibility;

/** Lets requests in by the rules of spec/access.md: client version, credentials, limits. */
public final class AccessGate implements Gate {
    private static final Admission ANONYMOUS = new Admission.Admitted(Caller.anonymous(), Visibility.PUBLIC);

    private static final String NO_SECOND_FACTOR = "Cannot perform write operations with a MFA enabled account when"
            + " authenticating with Basic authentication.";

    private static final String API_KEY = "Api-Key ";

    private final Callers callers;
    private final Throttles throttles;
    private final ClientVersion clients;

    public AccessGate(Callers callers, Throttles throttles, ClientVersion clients) {
        this.callers = callers;
        this.throttles = throttles;
        this.clients = clients;
    }

    @Override
    public Admission admit(Asked request) {
        String address = request.remoteAddress();
        if (!isQuick(request)) {
            return withPassword(request, address);
        }
        if (request.header("Authorization") != null) {
            // Who guesses keys learns nothing more; who shows none, from the same address, is not the one who guesses.
            Optional<Throttled> blocked = throttles.credentialsBlocked(address);
            if (blocked.isPresent()) {
                return new Admission.Refused(tooMany(blocked.get()), false);
            }
        }
        return switch (callers.resolve(new Headers(request))) {
            case Resolution.Refused refused -> refused(refused, address);
            case Resolution.Known(Caller caller) -> known(request, caller, address);
        };
    }

    private Admission withPassword(Asked request, String address) {
        Resolution resolution;
        try (Attempt attempt = throttles.tryCredentials(address)) {
            if (attempt.refusal().isPresent()) {
                return new Admission.Refused(tooMany(attempt.refusal().get()), false);
            }
            resolution = callers.resolve(new Headers(request));
            boolean wrong = resolution instanceof Resolution.Refused refused && isFailure(refused);
            if (!wrong) {
                attempt.isRight();
            }
        }
        return switch (resolution) {
            case Resolution.Refused refused -> new Admission.Refused(answer(refused), false);
            case Resolution.Known(Caller caller) -> known(request, caller, address);
        };
    }

    /** What cannot be read is no try. */
    private static boolean isFailure(Resolution.Refused refused) {
        return refused.status() != 400;
    }

    private Admission known(Asked request, Caller caller, String address) {
        Optional<String> outdated = clients.refusal(request.header("User-Agent"));
        if (outdated.isPresent()) {
            return new Admission.Refused(Answer.error(400, outdated.get()), caller.isSignedIn());
        }
        if (caller.lacksSecondFactor() && !isRead(request)) {
            return new Admission.Refused(Answer.error(403, NO_SECOND_FACTOR), true);
        }
        Optional<Throttled> early = isRead(request)
                ? throttles.admitRead(caller, address)
                : throttles.admitWrite(caller, address).or(() -> importWish(request, caller, address));
        if (early.isPresent()) {
            return new Admission.Refused(tooMany(early.get()), caller.isSignedIn());
        }
        if (caller.isAnonymous()) {
            return ANONYMOUS;
        }
        return new Admission.Admitted(caller, caller.visibility());
    }

    /** Whether who asks is known without computing the hash of a password, which takes long on purpose. */
    static boolean isQuick(Asked request) {
        String credentials = request.header("Authorization");
        return credentials == null || credentials.regionMatches(true, 0, API_KEY, 0, API_KEY.length());
    }

    private static boolean isRead(Asked request) {
        return switch (request.method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    private Optional<Throttled> importWish(Asked request, Caller caller, String address) {
        return Address.of(request.path()) instanceof Address.Action(var type, long exchange, String name, long other)
                        && name.equals("request_ixf_import")
                ? throttles.admitIxfImport(caller, address, exchange)
                : Optional.empty();
    }

    @Override
    public Optional<Answer> refusal(Asked request, Admission.Admitted admitted, long bytes) {
        String query = request.query();
        String asked = query == null ? request.rawPath() : request.rawPath() + "?" + query;
        return throttles
                .admitLargeAnswer(admitted.caller(), request.remoteAddress(), asked, bytes)
                .map(AccessGate::tooMany);
    }

    private Admission refused(Resolution.Refused refused, String address) {
        if (isFailure(refused)) {
            Optional<Throttled> early = throttles.admitCredentialsFailure(address);
            if (early.isPresent()) {
                return new Admission.Refused(tooMany(early.get()), false);
            }
        }
        return new Admission.Refused(answer(refused), false);
    }

    private static Answer answer(Resolution.Refused refused) {
        Answer answer = Answer.error(refused.status(), refused.message());
        if (refused.plainJson()) {
            answer = answer.with("Content-Type", "application/json");
        }
        if (refused.wwwAuthenticate() != null) {
            answer = answer.with("WWW-Authenticate", refused.wwwAuthenticate());
        }
        return answer;
    }

    static Answer tooMany(Throttled throttled) {
        JsonBuffer out = new JsonBuffer(160)
                .ascii("{\"message\": ")
                .quoted(throttled.message())
                .ascii(", \"meta\": {\"error\": \"Too Many Requests\"}}");
        return Answer.of(429, new Body.Bytes(out.toByteArray()))
                .with("Retry-After", Long.toString(throttled.retryAfterSeconds()));
    }

    /** The headers of a request. */
    private record Headers(Asked request) implements RequestHeaders {
        @Override
        public @Nullable String authorization() {
            return request.header("Authorization");
        }

        @Override
        public Iterable<String> headerNames(String beginning) {
            return request.headerNames(beginning);
        }

        @Override
        public String remoteAddress() {
            return request.remoteAddress();
        }
    }
}
