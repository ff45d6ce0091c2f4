package org.peerage.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

/** Lets requests in by the rules of docs/spec/access.md: client version, credentials, limits. */
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
        return switch (callers.resolve(new Headers(request))) {
            case Resolution.Refused refused -> refused(refused, address);
            case Resolution.Known(Caller caller) -> known(request, caller, address);
        };
    }

    private Admission withPassword(Asked request, String address) {
        Resolution resolution;
        Optional<String> name = Callers.nameIn(request.header("Authorization"));
        try (Attempt attempt =
                name.isPresent() ? throttles.trySignIn(address, name.get()) : throttles.tryCredentials(address)) {
            if (attempt.refusal().isPresent()) {
                return new Admission.Refused(tooMany(attempt.refusal().get()), false);
            }
            resolution = callers.resolve(new Headers(request));
            boolean wrong = resolution instanceof Resolution.Refused refused && Callers.isWrong(refused);
            if (!wrong) {
                attempt.isRight();
            }
        }
        return switch (resolution) {
            case Resolution.Refused refused -> new Admission.Refused(answer(refused), false);
            case Resolution.Known(Caller caller) -> known(request, caller, address);
        };
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
        return admitted(caller);
    }

    private static Admission admitted(Caller caller) {
        return caller.isAnonymous() ? ANONYMOUS : new Admission.Admitted(caller, caller.visibility());
    }

    @Override
    public Supplier<Admission> renewal(Asked request) {
        RequestHeaders headers = KeptHeaders.of(new Headers(request));
        return () -> switch (callers.resolve(headers)) {
            case Resolution.Refused refused -> new Admission.Refused(answer(refused), false);
            case Resolution.Known(Caller caller) -> admitted(caller);
        };
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
        if (Callers.isWrong(refused)) {
            Optional<Throttled> early = throttles.admitWrongKey(address);
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

    /** What of a request's headers tells who asks, for when the request itself may be gone. */
    private record KeptHeaders(@Nullable String authorization, List<String> names, String remoteAddress)
            implements RequestHeaders {
        static KeptHeaders of(RequestHeaders headers) {
            List<String> names = new ArrayList<>();
            headers.headerNames("auth").forEach(names::add);
            return new KeptHeaders(headers.authorization(), List.copyOf(names), headers.remoteAddress());
        }

        @Override
        public Iterable<String> headerNames(String beginning) {
            return names.stream()
                    .filter(name -> name.regionMatches(true, 0, beginning, 0, beginning.length()))
                    .toList();
        }
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
